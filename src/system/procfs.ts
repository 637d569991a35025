/**
 * The files below /proc/self, in which Linux describes the process. On Windows, the same path is on the current drive, where
 * any user can create files.
 */

/** The path of a file about this process: `procSelf('fd/1')`. Undefined on systems other than Linux. */
export const procSelf = (name: string, platform: string = process.platform): string | undefined =>
  platform === 'linux' ? `/proc/self/${name}` : undefined;
