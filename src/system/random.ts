/** Random bytes as lower-case hexadecimal digits; see System.randomHex. */
export const randomHex = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
