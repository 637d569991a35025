/** What the pictures have in common: two looks, and text that XML allows. */

export interface Look {
  readonly name: 'light' | 'dark';
  readonly background: string;
  readonly border: string;
  readonly text: string;
  readonly faint: string;
  readonly accent: string;
  readonly error: string;
}

/** The colors of GitHub's pages, on which the pictures are shown. */
export const LOOKS: readonly Look[] = [
  {
    name: 'light',
    background: '#f6f8fa',
    border: '#d1d9e0',
    text: '#1f2328',
    faint: '#818b98',
    accent: '#0a7d48',
    error: '#b3261e',
  },
  {
    name: 'dark',
    background: '#151b23',
    border: '#3d444d',
    text: '#f0f6fc',
    faint: '#7d8590',
    accent: '#3fb97f',
    error: '#ff8a80',
  },
];

export const MONOSPACED = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A picture of this size. @param title what it shows, for those who cannot see it */
export const svg = (width: number, height: number, title: string, content: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    ...content.map((line) => `  ${line}`),
    '</svg>',
    '',
  ].join('\n');
