/** The behaviors of a faulty server after an authorized request. */

import { NEW_KEY, NEW_PRIVATE_KEY } from '../fixtures.ts';
import type { Behavior } from './faultyServer.ts';

const JSON_TYPE = 'application/vnd.atlas.2023-01-01+json;charset=utf-8';

/** A success with this body. */
export const body =
  (text: string, type: string = JSON_TYPE, status = 200): Behavior =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(text);
  };

export const json = (value: unknown, status = 200): Behavior =>
  body(JSON.stringify(value), JSON_TYPE, status);

/** The correct response. */
export const created: Behavior = json(NEW_KEY);

/** A private key that is larger than any buffer of a pipe or socket, so that writing it must wait for the reader. */
export const HUGE_PRIVATE_KEY = NEW_PRIVATE_KEY.repeat(200_000);
/** The response's body with that key. */
export const HUGE_RESPONSE = JSON.stringify({ ...NEW_KEY, privateKey: HUGE_PRIVATE_KEY });
export const createdHuge: Behavior = body(HUGE_RESPONSE);

export const hang: Behavior = () => {};

export const drop: Behavior = (response) => response.socket?.destroy();

/** Sends less than the Content-Length, and drops the connection. */
export const truncated =
  (text: string): Behavior =>
  (response) => {
    response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': text.length + 1000 });
    response.write(text, () => response.socket?.end());
  };

/** Sends the start of a body, and then spaces, forever. */
export const trickle =
  (start: string): Behavior =>
  (response) => {
    response.writeHead(200, { 'content-type': JSON_TYPE });
    response.write(start);
    const timer = setInterval(() => response.write(' '), 200);
    response.on('close', () => clearInterval(timer));
  };

/** Sends the start of a body, and then this number of bytes. */
export const flood =
  (start: string, bytes: number): Behavior =>
  (response) => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    response.writeHead(200, { 'content-type': JSON_TYPE });
    let left = bytes;
    const more = () => {
      while (left > 0) {
        left -= chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', more);
          return;
        }
      }
      response.end('"}');
    };
    response.write(start);
    more();
  };

export const redirect =
  (location: string, status = 307): Behavior =>
  (response) => {
    response.writeHead(status, { location });
    response.end();
  };

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
export const badGateway: Behavior = body(BAD_GATEWAY, 'text/html', 502);

export const tooManyRequests =
  (retryAfter: string): Behavior =>
  (response) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': retryAfter });
    response.end(
      JSON.stringify({
        error: 429,
        errorCode: 'RATE_LIMITED',
        reason: 'Too Many Requests',
        detail: 'Slow down.',
      }),
    );
  };

/** One behavior after the other. The last one is repeated. */
export function inTurn(...behaviours: [Behavior, ...Behavior[]]): Behavior {
  let next = 0;
  return (response, request) => {
    const behave = behaviours[Math.min(next++, behaviours.length - 1)];
    behave?.(response, request);
  };
}
