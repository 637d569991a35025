/**
 * Chooses the proxy for an address by the rules of Go's golang.org/x/net/http/httpproxy, because the variables were set for
 * the Atlas CLI. Node and Bun have other rules, and neither supports address ranges.
 */
import { ConfigError } from '../base/errors.ts';
import { isLoopback } from './loopback.ts';

export interface ForwardProxy {
  /** Includes the user name and password. */
  readonly url: URL;
  /** The variable that names it: `HTTPS_PROXY`. */
  readonly variable: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds a variable that is not empty, in upper or lower case. */
function findVariable(env: Environment, name: string): { name: string; value: string } | undefined {
  for (const spelling of [name, name.toLowerCase()]) {
    const value = env[spelling];
    if (value) return { name: spelling, value };
  }
  return undefined;
}

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** 4 for four numbers, 6 for anything with two colons, 0 for a name. */
const addressFamily = (host: string): 0 | 4 | 6 =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? 4 : /:.*:/.test(host) ? 6 : 0;

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** Whether an address is in a range like 10.0.0.0/8. IPv4 and IPv6 never match each other. */
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

/** Spells an IPv6 address in its canonical form. Returns names and IPv4 addresses unchanged. */
function canonicalHost(host: string): string {
  if (addressFamily(host) !== 6) return host;
  try {
    return withoutBrackets(new URL(`http://[${host}]`).hostname);
  } catch {
    return host;
  }
}

/**
 * Whether an entry of NO_PROXY matches the host: `*`, a range, an address, `example.com` (and its subdomains),
 * `.example.com` or `*.example.com` (only the subdomains). All but ranges may end in a port.
 */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  // Two colons without brackets are an IPv6 address, not a port.
  const [, name = entry, wanted] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const domain = withoutBrackets(name).replace(/^\*\./, '.');
  if (domain.startsWith('.')) return domain.length > 1 && host.endsWith(domain);
  return (
    domain !== '' && (host === canonicalHost(domain) || (!addressFamily(host) && host.endsWith(`.${domain}`)))
  );
}

const isExcluded = (list: string, host: string, port: string): boolean =>
  list.split(',').some((entry) => matches(entry.trim().toLowerCase(), host, port));

function parseAddress({ name, value }: { name: string; value: string }): URL {
  const hint = `Set ${name} to an address like http://proxy.example.com:3128/ or http://user:password@proxy.example.com:3128/.`;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (!parsed?.hostname) throw new ConfigError(`${name} is not the address of a proxy`, { hint });
  try {
    decodeURIComponent(parsed.username + parsed.password);
  } catch {
    throw new ConfigError(`${name} has a % in its user name or password; write it as %25`, {
      hint,
    });
  }
  if (!(parsed.protocol in DEFAULT_PORTS))
    throw new ConfigError(
      `${name} names a kind of proxy that is not supported: ${parsed.protocol.slice(0, -1)}`,
      {
        hint,
      },
    );
  return parsed;
}

/**
 * Returns the proxy for an address; undefined for a direct connection, which this machine always gets.
 * @throws {ConfigError} when a variable does not name a proxy. The error leaves its value out: it can contain a password
 */
export function proxyFor(address: URL, env: Environment): ForwardProxy | undefined {
  const found = findVariable(env, address.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (!found || isLoopback(address.hostname)) return undefined;
  const host = canonicalHost(withoutBrackets(address.hostname)).replace(/\.$/, '');
  const port = address.port || (DEFAULT_PORTS[address.protocol] ?? '');
  if (isExcluded(findVariable(env, 'NO_PROXY')?.value ?? '', host, port)) return undefined;
  return { url: parseAddress(found), variable: found.name };
}
