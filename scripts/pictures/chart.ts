/** The chart of the table of measurements. */
import { escapeXml, type Look, svg } from './svg.ts';

export interface Measurement {
  readonly what: string;
  readonly ms: number;
}

/** Rows of the table in docs/performance.md: what was run, and the median in milliseconds. Marks of Markdown are dropped. */
export function measurementsIn(markdown: string): Measurement[] {
  const rows = [...markdown.matchAll(/^\| ([^|]+) \| ([\d.]+) ms \|/gm)];
  return rows.map(([, what = '', ms]) => ({ what: what.replaceAll('`', ''), ms: Number(ms) }));
}

const LABELS_WIDTH = 400;
const BARS_WIDTH = 380;
const NUMBERS_WIDTH = 80;
const ROW_HEIGHT = 28;
const MARGIN = 16;

/** Draws a bar for each row, all on one scale; those of this program stand out. */
export function chartPicture(measurements: readonly Measurement[], look: Look): string {
  const longest = Math.max(...measurements.map(({ ms }) => ms));
  const width = MARGIN * 2 + LABELS_WIDTH + BARS_WIDTH + NUMBERS_WIDTH;
  const height = MARGIN * 2 + measurements.length * ROW_HEIGHT;
  const rows = measurements.flatMap(({ what, ms }, index) => {
    const middle = MARGIN + (index + 0.5) * ROW_HEIGHT;
    const length = Math.max(2, (ms / longest) * BARS_WIDTH);
    const start = MARGIN + LABELS_WIDTH;
    const color = what.includes('dist/atlas') || what.includes('list 500') ? look.accent : look.faint;
    return [
      `<text x="${start - 10}" y="${(middle + 4.5).toFixed(1)}" text-anchor="end" fill="${look.text}">${escapeXml(what)}</text>`,
      `<rect x="${start}" y="${(middle - 8).toFixed(1)}" width="${length.toFixed(1)}" height="16" rx="2" fill="${color}"/>`,
      `<text x="${(start + length + 8).toFixed(1)}" y="${(middle + 4.5).toFixed(1)}" fill="${look.text}">${ms} ms</text>`,
    ];
  });
  return svg(width, height, 'How long whole runs take: medians in milliseconds', [
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${look.background}" stroke="${look.border}"/>`,
    `<g font-family="-apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif" font-size="13">`,
    ...rows.map((row) => `  ${row}`),
    '</g>',
  ]);
}
