/** Why a request was not sent. */
import { messageOf } from '../base/errors.ts';

/** The proxy that a request goes through. */
export interface UsedProxy {
  /** Name and port. */
  readonly host: string;
  /** The environment variable that names it. */
  readonly variable: string;
}

/** A proxy refused to pass the request on. */
export class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal';
}

/** Thrown by the transport when the request certainly did not reach its host. */
export class RequestNotSent extends Error {
  override readonly name = 'RequestNotSent';

  /** @param cause what went wrong: the system's or OpenSSL's error, with its code, or a {ProxyRefusal} */
  constructor(
    override readonly cause: unknown,
    readonly proxy?: UsedProxy | undefined,
  ) {
    super(messageOf(cause));
  }
}

/** The error for a TLS handshake that failed without a reason. */
export const handshakeFailed = (): Error =>
  Object.assign(new Error('the other side does not speak TLS'), { code: 'EPROTO' });
