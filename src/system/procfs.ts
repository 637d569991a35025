/**
 * What Linux tells a process about itself below /proc. Other systems have no such folder; on Windows the same path would be
 * one of the current drive, where any user may make files.
 */

/** The path of a file about this process: `procSelf('fd/1')`; undefined on every other system. */
export const procSelf = (name: string, platform: string = process.platform): string | undefined =>
  platform === 'linux' ? `/proc/self/${name}` : undefined;
