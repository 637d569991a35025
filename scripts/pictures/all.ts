/** The pictures of the documents. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartPicture, measurementsIn } from './chart.ts';
import { session } from './session.ts';
import { LOOKS } from './svg.ts';
import { terminalPicture } from './terminal.ts';

const performance = join(import.meta.dirname, '../../docs/performance.md');

/** Every picture, by the name of its file in docs/pictures. dist/atlas must have been built. */
export async function allPictures(): Promise<ReadonlyMap<string, string>> {
  const lines = await session();
  const measurements = measurementsIn(readFileSync(performance, 'utf8'));
  return new Map(
    LOOKS.flatMap((look) => [
      [`terminal-${look.name}.svg`, terminalPicture(lines, look)],
      [`speed-${look.name}.svg`, chartPicture(measurements, look)],
    ]),
  );
}
