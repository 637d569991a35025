/** Sends requests to a sandbox in this process. */
import { createHash } from 'node:crypto';
import { getResponse } from 'msw';
import { beforeEach } from 'vitest';
import { createSandbox, type SandboxHandlers } from '../../../sandbox/handlers.ts';
import { SANDBOX } from '../../../sandbox/state.ts';

export const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';
export const KEYS = `orgs/${SANDBOX.orgId}/apiKeys`;
export const PROJECT_KEYS = `groups/${SANDBOX.projectId}/apiKeys`;
export const UNKNOWN_ID = 'aaaaaaaaaaaaaaaaaaaaaaaa';

export interface SandboxResponse {
  status: number;
  errorCode?: string;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  body: any;
}

/** The sandbox of the current test. */
export let atlas: SandboxHandlers;

/** Creates a sandbox before each test of the file that calls this. */
export const useNewSandboxes = (): void =>
  beforeEach(() => {
    atlas = createSandbox();
  });

export const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export async function send(request: Request): Promise<Response> {
  const response = await getResponse(atlas.handlers, request);
  if (!response) throw new Error('not handled');
  return response;
}

/** The Authorization for this request and challenge. */
export function authorization(
  challenge: string,
  method: string,
  uri: string,
  count: string,
  key: string = SANDBOX.privateKey,
  user: string = SANDBOX.publicKey,
) {
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1];
  const secret = md5(`${user}:MMS Public API:${key}`);
  const response = md5(`${secret}:${nonce}:${count}:abc:auth:${md5(`${method}:${uri}`)}`);
  return `Digest username="${user}", realm="MMS Public API", nonce="${nonce}", uri="${uri}", qop=auth, nc=${count}, cnonce="abc", response="${response}"`;
}

export async function challenge(): Promise<string> {
  const response = await send(new Request('http://atlas.test/api/atlas/v2/orgs'));
  return response.headers.get('www-authenticate') ?? '';
}

export async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<SandboxResponse> {
  const url = new URL(`http://atlas.test/api/atlas/v2/${path}`);
  const response = await send(
    new Request(url.href, {
      method,
      headers: {
        accept: MEDIA_TYPE,
        'content-type': MEDIA_TYPE,
        authorization: authorization(await challenge(), method, url.pathname + url.search, '00000001'),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, ...(answer?.errorCode && { errorCode: answer.errorCode }), body: answer };
}

export const create = async (roles = ['ORG_MEMBER']): Promise<string> =>
  (await ask('POST', KEYS, { desc: 'CI', roles })).body.id;
