/** Checks file names on Windows; see "Naming Files, Paths, and Namespaces" in its documentation. */

/** Devices exist in every folder, with any extension: `NUL`, `nul.txt`. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i;

const FORBIDDEN = /[<>:"|?*\u0000-\u001f]/;

/**
 * Why a path cannot name a regular file on Windows; undefined if it can. Windows itself opens devices without an error,
 * reports invalid names as a missing folder, or creates a stream of another file (`a:b`).
 */
export function windowsNameProblem(path: string): string | undefined {
  if (/^[\\/]{2}\.[\\/]/.test(path)) return 'it is a device, not a regular file';
  const names = path.replace(/^[\\/]{2}\?[\\/]/, '').replace(/^[a-z]:/i, '');
  const last = names.split(/[\\/]/).at(-1) ?? '';
  const stem = last.split(/[.:]/)[0] ?? '';
  if (DEVICE.test(stem.trimEnd())) return 'it is a device, not a regular file';
  const forbidden = FORBIDDEN.exec(names)?.[0];
  return forbidden === undefined
    ? undefined
    : `its name contains ${JSON.stringify(forbidden)}, which Windows does not allow`;
}
