/** The escaping functions html, js and urlquery. */
import { byteMapper, byteOfUnit, mapPieces } from '../../go/byteString.ts';
import { isPrint } from '../../go/runes.ts';

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\u0000': '\ufffd',
};

/** template.HTMLEscapeString. */
export function escapeHtml(text: string): string {
  return text.replace(/["'&<>\u0000]/g, (character) => HTML_ESCAPES[character] ?? character);
}

const unicodeEscape = (rune: number): string => `\\u${rune.toString(16).toUpperCase().padStart(4, '0')}`;

/** template.JSEscapeString. */
export const escapeJs = (text: string): string =>
  mapPieces(text, (piece) => piece.replace(/[^\w .,:;/-]/gu, escapeJsCharacter));

function escapeJsCharacter(character: string): string {
  const rune = character.codePointAt(0) ?? 0;
  if (character === '\\' || character === "'" || character === '"') return `\\${character}`;
  if ('<>&='.includes(character) || rune < 0x20) return unicodeEscape(rune);
  return rune < 0x80 || byteOfUnit(rune) >= 0 || isPrint(rune) ? character : unicodeEscape(rune);
}

const isUnreserved = (text: string): boolean => /^[\w.~-]*$/.test(text);

const escapeBytes = byteMapper((byte) => {
  if (byte === 0x20) return '+';
  const character = String.fromCharCode(byte);
  return isUnreserved(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** url.QueryEscape. */
export const escapeQuery = (text: string): string => (isUnreserved(text) ? text : escapeBytes(text));
