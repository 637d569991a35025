/**
 * Which proxy an address is asked through, by the rules of Go's golang.org/x/net/http/httpproxy: the variables were set
 * for the Atlas CLI. Both runtimes have rules of their own, which differ; neither knows address ranges.
 */
import { ConfigError } from '../base/errors.ts';
import { isLoopback } from './loopback.ts';

export interface ForwardProxy {
  /** User name and password included. */
  readonly url: URL;
  /** Where it came from: `HTTPS_PROXY`. */
  readonly variable: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The first variable that is set to something, in capitals or not. */
function variable(env: Environment, name: string): { name: string; value: string } | undefined {
  for (const spelling of [name, name.toLowerCase()]) {
    const value = env[spelling];
    if (value) return { name: spelling, value };
  }
  return undefined;
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** Four numbers or anything with two colons; 0 for a name. */
const addressFamily = (host: string): 0 | 4 | 6 =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? 4 : /:.*:/.test(host) ? 6 : 0;

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Whether an address lies in a range like 10.0.0.0/8; one family never lies in the other. */
function isInRange(host: string, range: string): boolean {
  const [, network = '', length = ''] = /^(.*)\/(\d{1,3})$/.exec(range) ?? [];
  const family = addressFamily(host);
  if (family === 0 || family !== addressFamily(network)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const { BlockList } = process.getBuiltinModule('node:net');
  const list = new BlockList();
  try {
    list.addSubnet(network, Number(length), type);
  } catch {
    return false;
  }
  return list.check(host, type);
}

/** The same spelling for the same IPv6 address; names and IPv4 addresses stay as they are. */
function canonical(host: string): string {
  if (addressFamily(host) !== 6) return host;
  try {
    return withoutBrackets(new URL(`http://[${host}]`).hostname);
  } catch {
    return host;
  }
}

/**
 * Whether one entry of NO_PROXY means the host: `*`, a range, an address, `example.com` (and all below it),
 * `.example.com` or `*.example.com` (only what is below it); each but the ranges may end in a port.
 */
function means(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  // Two colons without brackets are an IPv6 address, not a port.
  const [, name = entry, wanted] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const domain = withoutBrackets(name).replace(/^\*\./, '.');
  if (domain.startsWith('.')) return domain.length > 1 && host.endsWith(domain);
  return (
    domain !== '' && (host === canonical(domain) || (!addressFamily(host) && host.endsWith(`.${domain}`)))
  );
}

const isExcepted = (list: string, host: string, port: string): boolean =>
  list.split(',').some((entry) => means(entry.trim().toLowerCase(), host, port));

function parseAddress({ name, value }: { name: string; value: string }): URL {
  const hint = `${name} looks like http://proxy.example.com:3128/, with user:password@ before the name where needed.`;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (!parsed?.hostname) throw new ConfigError(`${name} is not the address of a proxy`, { hint });
  try {
    decodeURIComponent(parsed.username + parsed.password);
  } catch {
    throw new ConfigError(`${name} has a % in its user name or password that must be written as %25`, {
      hint,
    });
  }
  if (!(parsed.protocol in DEFAULT_PORTS))
    throw new ConfigError(
      `${name} names a proxy of a kind that is not supported: ${parsed.protocol.slice(0, -1)}`,
      {
        hint,
      },
    );
  return parsed;
}

/**
 * The proxy for an address; undefined where it is asked directly, as this machine always is.
 * @throws {ConfigError} when a variable names something else than a proxy; what it says is not repeated, as it may hold
 * a password
 */
export function proxyFor(address: URL, env: Environment): ForwardProxy | undefined {
  const found = variable(env, address.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (!found || isLoopback(address.hostname)) return undefined;
  const host = canonical(withoutBrackets(address.hostname)).replace(/\.$/, '');
  const port = address.port || (DEFAULT_PORTS[address.protocol] ?? '');
  if (isExcepted(variable(env, 'NO_PROXY')?.value ?? '', host, port)) return undefined;
  return { url: parseAddress(found), variable: found.name };
}
