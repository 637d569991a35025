/** What npm reports, in the forms of its versions. */

/**
 * The name of the one file that `npm pack --json` has written.
 * @param report what it printed: a list of packages up to npm 11, an object with the package under its name from npm 12 on
 */
export function packedFile(report: string): string {
  const [packed] = Object.values(JSON.parse(report)) as { filename?: string }[];
  if (!packed?.filename) throw new Error(`npm pack did not say which file it wrote: ${report}`);
  return packed.filename;
}
