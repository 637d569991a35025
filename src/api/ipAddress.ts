/** Addresses in the form that the Admin API's description allows: IPv6 in eight groups, lower case, without `::`. */

function ipv4(text: string): string | undefined {
  const parts = text.split('.');
  // No leading zeros: some read 010 as 8.
  const isByte = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isByte) ? text : undefined;
}

function ipv6(text: string): string | undefined {
  // The URL parser is there at no cost and knows every form of RFC 4291; a zone it refuses.
  if (!/^[\da-f:.]+$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return undefined;
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)].join(':');
}

/** The address as the API takes it; undefined for what is none. */
export const normalizeIpAddress = (text: string): string | undefined =>
  text.includes(':') ? ipv6(text) : ipv4(text);

/** The block in CIDR notation as the API takes it; undefined for what is none. */
export function normalizeCidrBlock(text: string): string | undefined {
  const [, start = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = normalizeIpAddress(start);
  return address && Number(bits) <= (address.includes(':') ? 128 : 32)
    ? `${address}/${Number(bits)}`
    : undefined;
}
