/** The picture of a terminal. */
import type { Line } from './session.ts';
import { escapeXml, type Look, MONOSPACED, svg } from './svg.ts';

const COLUMNS = 100;
const CHARACTER_WIDTH = 8.43;
const LINE_HEIGHT = 21;
const MARGIN = 20;
const BAR_HEIGHT = 34;

/** The rows that a terminal makes of a line: it breaks at its width, whatever stands there. */
function rowsOf({ kind, text }: Line): Line[] {
  const whole = kind === 'typed' ? `$ ${text}` : text;
  const rows: Line[] = [];
  for (let from = 0; from === 0 || from < whole.length; from += COLUMNS)
    rows.push({ kind, text: whole.slice(from, from + COLUMNS) });
  return rows;
}

/** Draws what a terminal shows: what was typed stands out, and so do errors; an empty line before each command but the first. */
export function terminalPicture(lines: readonly Line[], look: Look): string {
  const spaced = lines.flatMap((line, index) =>
    line.kind === 'typed' && index > 0 ? [{ kind: 'stdout' as const, text: '' }, line] : [line],
  );
  const rows = spaced.flatMap(rowsOf);
  const width = Math.ceil(COLUMNS * CHARACTER_WIDTH + 2 * MARGIN);
  const height = BAR_HEIGHT + rows.length * LINE_HEIGHT + MARGIN;
  const dots = [0, 1, 2].map(
    (index) => `<circle cx="${MARGIN + index * 18}" cy="${BAR_HEIGHT / 2}" r="5" fill="${look.border}"/>`,
  );
  const colors = { typed: look.accent, stdout: look.text, stderr: look.error };
  const texts = rows.map(({ kind, text }, index) => {
    const y = BAR_HEIGHT + (index + 0.7) * LINE_HEIGHT;
    const weight = kind === 'typed' ? ' font-weight="600"' : '';
    return `<text x="${MARGIN}" y="${y.toFixed(1)}" fill="${colors[kind]}"${weight} textLength="${(text.length * CHARACTER_WIDTH).toFixed(1)}" xml:space="preserve">${escapeXml(text)}</text>`;
  });
  return svg(width, height, 'A terminal in which atlas creates keys', [
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${look.background}" stroke="${look.border}"/>`,
    ...dots,
    `<g font-family="${MONOSPACED}" font-size="14">`,
    ...texts.filter((text) => !text.endsWith('></text>')).map((text) => `  ${text}`),
    '</g>',
  ]);
}
