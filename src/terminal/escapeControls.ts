/** Escapes control characters in text from outside, which a terminal would execute. */

// C0 and C1 controls, DEL, and the bidirectional overrides and isolates, which change the order of the displayed text.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CONTROLS_BUT_LAYOUT =
  /(?![\n\t])[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Escapes all control characters, line ends and tabs included, so that the result is one line. */
export const escapeControls = (text: string): string =>
  text.replace(CONTROLS, (character) =>
    character === '\n' ? '\\n' : character === '\t' ? '\\t' : escaped(character),
  );

/** Escapes all control characters except line ends and tabs. */
export const escapeControlsInLines = (text: string): string => text.replace(CONTROLS_BUT_LAYOUT, escaped);
