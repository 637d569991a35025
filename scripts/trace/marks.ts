/** What happened when, in milliseconds since 1970, to a fraction. */
export const marks: Record<string, number> = {};

/** Notes the time, once for each name. */
export function mark(name: string): void {
  marks[name] ??= performance.timeOrigin + performance.now();
}
