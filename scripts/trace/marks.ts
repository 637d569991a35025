/** What happened when, in milliseconds since 1970, to a fraction. */
const marks: Record<string, number> = {};

/** Notes the time, once for each name. */
export function mark(name: string): void {
  marks[name] ??= performance.timeOrigin + performance.now();
}

/** Writes them to the file that ATLAS_TRACE names. */
export async function writeMarks(): Promise<void> {
  const { Bun } = globalThis as { Bun?: { write(path: string, text: string): Promise<number> } };
  await Bun?.write(process.env['ATLAS_TRACE'] ?? '/dev/null', JSON.stringify(marks));
}
