// The escaping functions html, js and urlquery, byte for byte as Go escapes.
import { invalidByte, toBytes } from './bytes.ts';
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
export function escapeJs(text: string): string {
  if (/^[\w .,:;/-]*$/.test(text)) return text;
  let escaped = '';
  for (const character of text) {
    const rune = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === "'" || character === '"') escaped += `\\${character}`;
    else if ('<>&='.includes(character) || rune < 0x20) escaped += code(rune);
    else if (rune < 0x80 || invalidByte(rune) >= 0 || isPrint(rune)) escaped += character;
    else escaped += code(rune);
  }
  return escaped;
}

/** url.QueryEscape. */
export function escapeQuery(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  let escaped = '';
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    if (byte < 0x80 && /[\w.~-]/.test(character)) escaped += character;
    else escaped += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}
