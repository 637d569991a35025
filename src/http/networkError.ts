/** Explains why an exchange failed, in the words of Go's net/http where Go has some. */
import { CliError, codeOf, messageOf } from '../base/errors.ts';
import { ProxyRefusal, RequestNotSent, type UsedProxy } from './requestNotSent.ts';

/** No response arrived, or not all of it. */
export class NetworkError extends CliError {
  override readonly name = 'NetworkError';
  /** Whether the request may have reached the service, so that the outcome is unknown. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, options: { mayHaveArrived: boolean; hint?: string; cause?: unknown }) {
    super(message, options);
    this.mayHaveArrived = options.mayHaveArrived;
  }
}

interface Reason {
  text: string;
  hint?: string;
}

const handshakeFailed = (): Reason => ({
  text: 'tls: handshake failed',
  hint: 'Check whether the address must begin with http:// or https://.',
});

/** Why there is no connection, by error code. */
const NO_CONNECTION: Record<string, (host: string) => Reason> = {
  ECONNREFUSED: (host) => ({
    text: 'connect: connection refused',
    hint: `Nothing listens at ${host}. Check the address, the proxy variables, and the firewall.`,
  }),
  ENOTFOUND: (host) => ({
    text: `dial tcp: lookup ${host.replace(/:\d+$/, '')}: no such host`,
    hint: 'The name is unknown. Check the network connection and ops_manager_url.',
  }),
  EAI_AGAIN: (host) => ({
    text: `dial tcp: lookup ${host.replace(/:\d+$/, '')}: temporary failure in name resolution`,
    hint: 'Check the network connection.',
  }),
  EHOSTUNREACH: () => ({ text: 'connect: no route to host', hint: 'Check the network connection.' }),
  ENETUNREACH: () => ({ text: 'connect: network is unreachable', hint: 'Check the network connection.' }),
  ETIMEDOUT: () => ({ text: 'connect: connection timed out', hint: 'Check the network connection.' }),
  EPROTO: handshakeFailed,
  // What Node calls it when the server speaks plain HTTP.
  ERR_SSL_WRONG_VERSION_NUMBER: handshakeFailed,
};

/** Explains OpenSSL's verdict on a certificate. */
function certificateProblem(code: string, host: string): Reason | undefined {
  const name = host.replace(/:\d+$/, '');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      text: `tls: the certificate is not for ${name}`,
      hint: 'Another server answers at this address. Check ops_manager_url, and whether a proxy intercepts TLS.',
    };
  if (code === 'CERT_HAS_EXPIRED')
    return {
      text: 'tls: the certificate has expired',
      hint: "Check this machine's clock, then contact the operator of the host.",
    };
  if (code === 'CERT_NOT_YET_VALID')
    return { text: 'tls: the certificate is not valid yet', hint: "Check this machine's clock." };
  if (/CERT|ISSUER|CHAIN|SIGNATURE/.test(code))
    return {
      text: 'tls: the certificate is signed by an unknown authority',
      hint: 'If you trust the authority, set NODE_EXTRA_CA_CERTS to the file with its certificate.',
    };
  return undefined;
}

/** Explains why there is no connection. With a proxy, the connection that failed is the one to the proxy. */
function unreachable(code: string, host: string, proxy: UsedProxy | undefined): Reason | undefined {
  const reason = NO_CONNECTION[code]?.(proxy?.host ?? host);
  if (!reason || !proxy || code === 'EPROTO' || code.startsWith('ERR_SSL')) return reason;
  return {
    text: `proxyconnect tcp: ${reason.text}`,
    hint: `The proxy ${proxy.host} comes from ${proxy.variable}. Check it, and whether NO_PROXY should include this host.`,
  };
}

/** Explains why a request was not sent; undefined for an unknown cause. */
function whyNotSent({ cause, proxy }: RequestNotSent, host: string): Reason | undefined {
  if (cause instanceof ProxyRefusal)
    return {
      text: cause.message,
      hint: `Check ${proxy?.variable ?? 'HTTPS_PROXY'}, including its user name and password.`,
    };
  const code = codeOf(cause) ?? '';
  return unreachable(code, host, proxy) ?? certificateProblem(code, host);
}

/** UND_ERR_SOCKET is undici's code for a connection that was closed too early. */
const CONNECTION_LOST = /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/;

/**
 * Turns an error of the transport, or of reading a body, into a NetworkError.
 * @param call for the message: `Post "https://…"`
 * @param host with its port
 */
export function networkError(thrown: unknown, call: string, host: string, limitMs: number): NetworkError {
  const mayHaveArrived = !(thrown instanceof RequestNotSent);
  const cause = thrown instanceof RequestNotSent ? thrown.cause : thrown;
  const name = (cause as { name?: string } | null)?.name;
  if (name === 'TimeoutError' || name === 'AbortError')
    return new NetworkError(
      `${call}: context deadline exceeded (no complete response within ${limitMs / 1000} s)`,
      {
        mayHaveArrived,
        cause,
      },
    );
  const reason = thrown instanceof RequestNotSent ? whyNotSent(thrown, host) : undefined;
  if (reason) {
    const { text, ...rest } = reason;
    return new NetworkError(`${call}: ${text}`, { mayHaveArrived, cause, ...rest });
  }
  // Go says EOF for a lost connection and for one that ends within the response.
  const isLost = CONNECTION_LOST.test(codeOf(cause) ?? '') || messageOf(cause) === 'unexpected EOF';
  const text = isLost ? 'EOF' : messageOf(cause).split('\n')[0];
  return new NetworkError(`${call}: ${text}`, { mayHaveArrived, cause });
}
