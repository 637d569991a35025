/** The time of each mark, in milliseconds since 1970. */
const marks: Record<string, number> = {};

/** Records the time of a mark, when it is first reached. */
export function mark(name: string): void {
  marks[name] ??= performance.timeOrigin + performance.now();
}

/** Writes the marks to the file that ATLAS_TRACE names. */
export async function writeMarks(): Promise<void> {
  const { Bun } = globalThis as { Bun?: { write(path: string, text: string): Promise<number> } };
  await Bun?.write(process.env['ATLAS_TRACE'] ?? '/dev/null', JSON.stringify(marks));
}
