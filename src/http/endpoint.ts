/** The other end of a connection. */
export interface Endpoint {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Certificate authorities to trust instead of the runtime's default ones; undefined for the default. */
  readonly authorities: string[] | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export const endpointOf = (
  { hostname, port, protocol }: URL,
  authorities: Endpoint['authorities'],
): Endpoint => ({
  host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
  port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port),
  isSecure: protocol === 'https:',
  authorities,
});
