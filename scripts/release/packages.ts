/** The packages to which modules belong, by their folders from node_modules on, sorted. */
export function packagesOf(modules: readonly string[]): string[] {
  const paths = modules.flatMap((path) => /(?:^|\/)(node_modules\/.*)/.exec(path)?.[1] ?? []);
  const folders = paths.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '');
  return [...new Set(folders)].sort();
}
