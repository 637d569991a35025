/** Keeps control characters of a service's answer away from a terminal, which would obey them. */

// C0 and C1 controls and DEL; and the marks that reorder what is read (bidirectional overrides and isolates).
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS_BUT_LAYOUT =
  /(?![\n\t])[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** One line: every control character, line ends too, becomes an escape that can be read. */
export const escapeControls = (text: string): string =>
  text.replace(CONTROLS, (character) =>
    character === '\n' ? '\\n' : character === '\t' ? '\\t' : escaped(character),
  );

/** Many lines: line ends and tabs stay. */
export const escapeControlsInLines = (text: string): string => text.replace(CONTROLS_BUT_LAYOUT, escaped);
