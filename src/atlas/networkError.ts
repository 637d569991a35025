/** Why an exchange did not come to an answer, in the words of Go's net/http where it has some. */
import { CliError, codeOf, messageOf } from '../errors.ts';

/** There was no answer, or not a whole one. */
export class NetworkError extends CliError {
  override readonly name = 'NetworkError';
  /** Whether the request may have reached the service: then nobody knows what it did. */
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
  hint: 'Check that the address begins with the right http:// or https://.',
});

/** Failures before a connection stands, so that nothing was sent; by the code that both runtimes give. */
const NOT_SENT: Record<string, (host: string) => Reason> = {
  ECONNREFUSED: (host) => ({
    text: 'connect: connection refused',
    hint: `Nothing listens at ${host}. Check the address, the proxy variables and the firewall.`,
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
  UND_ERR_CONNECT_TIMEOUT: () => ({
    text: 'connect: connection timed out',
    hint: 'Check the network connection.',
  }),
  EPROTO: handshakeFailed,
  // Node's name for what Bun calls EPROTO: the other side does not speak TLS.
  ERR_SSL_WRONG_VERSION_NUMBER: handshakeFailed,
};

/** OpenSSL's verdicts on a certificate; all come before anything is sent. */
function certificateProblem(code: string, host: string): Reason | undefined {
  const name = host.replace(/:\d+$/, '');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      text: `tls: the certificate is not for ${name}`,
      hint: 'Somebody else answers at this address: a wrong ops_manager_url, or a proxy that intercepts.',
    };
  if (code === 'CERT_HAS_EXPIRED')
    return {
      text: 'tls: the certificate has expired',
      hint: "Check this machine's clock, then tell the host's operator.",
    };
  if (code === 'CERT_NOT_YET_VALID')
    return { text: 'tls: the certificate is not valid yet', hint: "Check this machine's clock." };
  if (/CERT|ISSUER|CHAIN|SIGNATURE/.test(code))
    return {
      text: 'tls: the certificate is signed by an unknown authority',
      hint: 'If the authority is your own, name its file in NODE_EXTRA_CA_CERTS.',
    };
  return undefined;
}

const CONNECTION_LOST = /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ConnectionClosed)$/;

/**
 * Makes a NetworkError of what fetch, or the reading of a body, threw.
 * @param call for the message: `Post "https://…"`
 * @param host name and port
 */
export function networkError(
  thrown: unknown,
  call: string,
  host: string,
  limitSeconds: number,
): NetworkError {
  const cause = (thrown as { cause?: unknown }).cause ?? thrown;
  const code = codeOf(cause) ?? '';
  const name = (thrown as { name?: string }).name;
  if (name === 'TimeoutError' || name === 'AbortError')
    return new NetworkError(`${call}: context deadline exceeded (no whole answer within ${limitSeconds} s)`, {
      mayHaveArrived: true,
      cause,
    });
  const reason = NOT_SENT[code]?.(host) ?? certificateProblem(code, host);
  if (reason) {
    const { text, ...rest } = reason;
    return new NetworkError(`${call}: ${text}`, { mayHaveArrived: false, cause, ...rest });
  }
  const text = CONNECTION_LOST.test(code) ? 'EOF' : messageOf(cause).split(/\. For more|\n/)[0];
  return new NetworkError(`${call}: ${text}`, { mayHaveArrived: true, cause });
}
