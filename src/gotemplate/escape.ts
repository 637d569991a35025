/** The escaping functions html, js and urlquery, byte for byte as Go escapes. */
import { byBytes, inPieces, invalidByte } from './bytes.ts';
import { isPrint } from './characters.ts';

const HTML: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\u0000': '\ufffd',
};

/** template.HTMLEscapeString. */
export function escapeHtml(text: string): string {
  return text.replace(/["'&<>\u0000]/g, (character) => HTML[character] ?? character);
}

const code = (rune: number): string => `\\u${rune.toString(16).toUpperCase().padStart(4, '0')}`;

/** template.JSEscapeString. */
export const escapeJs = (text: string): string =>
  inPieces(text, (piece) => piece.replace(/[^\w .,:;/-]/gu, escapeJsCharacter));

function escapeJsCharacter(character: string): string {
  const rune = character.codePointAt(0) ?? 0;
  if (character === '\\' || character === "'" || character === '"') return `\\${character}`;
  if ('<>&='.includes(character) || rune < 0x20) return code(rune);
  return rune < 0x80 || invalidByte(rune) >= 0 || isPrint(rune) ? character : code(rune);
}

const isUnreserved = (text: string): boolean => /^[\w.~-]*$/.test(text);

const escapeBytes = byBytes((byte) => {
  if (byte === 0x20) return '+';
  const character = String.fromCharCode(byte);
  return isUnreserved(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** url.QueryEscape. */
export const escapeQuery = (text: string): string => (isUnreserved(text) ? text : escapeBytes(text));
