/** Normalizes IP addresses to the notation that the Admin API accepts: IPv6 in eight groups, in lower case, without `::`. */

function ipv4(text: string): string | undefined {
  const parts = text.split('.');
  // Leading zeros are refused, because some programs read 010 as octal.
  const isByte = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isByte) ? text : undefined;
}

function ipv6(text: string): string | undefined {
  // The URL parser is always loaded, accepts every notation of RFC 4291, and refuses zones.
  if (!/^[\da-f:.]+$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return undefined;
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)].join(':');
}

/** The IP address in the notation of the API; undefined if the text is not an IP address. */
export const normalizeIpAddress = (text: string): string | undefined =>
  text.includes(':') ? ipv6(text) : ipv4(text);

/** The CIDR block in the notation of the API; undefined if the text is not a CIDR block. */
export function normalizeCidrBlock(text: string): string | undefined {
  const [, start = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = normalizeIpAddress(start);
  return address && Number(bits) <= (address.includes(':') ? 128 : 32)
    ? `${address}/${Number(bits)}`
    : undefined;
}
