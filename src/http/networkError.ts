/** Why an exchange did not come to an answer, in the words of Go's net/http where it has some. */
import { CliError, codeOf, messageOf } from '../base/errors.ts';

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

const connectTimedOut = (): Reason => ({
  text: 'connect: connection timed out',
  hint: 'Check the network connection.',
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
  UND_ERR_CONNECT_TIMEOUT: connectTimedOut,
  EPROTO: handshakeFailed,
  // Node's name for what Bun calls EPROTO: a server that speaks plain http.
  ERR_SSL_WRONG_VERSION_NUMBER: handshakeFailed,
};

/** The operating system may give up on connecting before undici does; Node gathers a name's addresses in `errors`. */
const connecting = (cause: unknown): boolean =>
  [cause, ...((cause as { errors?: unknown[] }).errors ?? [])].some(
    (error) => (error as { syscall?: unknown } | null)?.syscall === 'connect',
  );

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

/** The proxy that was asked, as the transport notes it on what it throws. */
interface AskedProxy {
  /** Name and port. */
  readonly host: string;
  readonly variable: string;
}

/** Each runtime's words for a proxy that did not open a tunnel or, for http, wants another password. */
const PROXY_REFUSED =
  /^Proxy (?:response \((\d+)\) !== 200|refused to open a tunnel: (\d+)|Authentication Required \(407\))/;

/** A proxy that did not do what it was asked; nothing went through it. */
function proxyRefused(thrown: unknown, proxy: AskedProxy | undefined): Reason | undefined {
  // undici wraps that error twice.
  let cause = thrown;
  while ((cause as { cause?: unknown }).cause) cause = (cause as { cause: unknown }).cause;
  const [match, onNode, onBun] = PROXY_REFUSED.exec(messageOf(cause)) ?? [];
  if (match === undefined) return undefined;
  const status = onNode ?? onBun;
  return {
    text: status
      ? `the proxy refused to open a tunnel: HTTP ${status}`
      : 'the proxy wants a user name and password: HTTP 407',
    hint: `Check ${proxy?.variable ?? 'HTTPS_PROXY'}, and the user name and password in it.`,
  };
}

/** Where a proxy was asked, the only connection is the one to it: what fails there is said of the proxy. */
function unreachable(code: string, host: string, proxy: AskedProxy | undefined): Reason | undefined {
  const reason = NOT_SENT[code]?.(proxy?.host ?? host);
  if (!reason || !proxy || code === 'EPROTO' || code.startsWith('ERR_SSL')) return reason;
  return {
    text: `proxyconnect tcp: ${reason.text}`,
    hint: `The proxy ${proxy.host} comes from ${proxy.variable}. Check that, and whether this host is for NO_PROXY.`,
  };
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
  const { proxy } = thrown as { proxy?: AskedProxy };
  const name = (thrown as { name?: string }).name;
  if (name === 'TimeoutError' || name === 'AbortError')
    return new NetworkError(`${call}: context deadline exceeded (no whole answer within ${limitSeconds} s)`, {
      mayHaveArrived: true,
      cause,
    });
  const timedOut = code === 'ETIMEDOUT' && connecting(cause) ? connectTimedOut() : undefined;
  const reason =
    timedOut ??
    proxyRefused(thrown, proxy) ??
    unreachable(code, host, proxy) ??
    certificateProblem(code, host);
  if (reason) {
    const { text, ...rest } = reason;
    return new NetworkError(`${call}: ${text}`, { mayHaveArrived: false, cause, ...rest });
  }
  const text = CONNECTION_LOST.test(code) ? 'EOF' : messageOf(cause).split(/\. For more|\n/)[0];
  return new NetworkError(`${call}: ${text}`, { mayHaveArrived: true, cause });
}
