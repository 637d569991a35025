/** File names that Windows does not take for those of files; see "Naming Files, Paths, and Namespaces" in its documentation. */

/** Devices in every folder, whatever ending follows: `NUL`, `nul.txt`. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i;

const FORBIDDEN = /[<>:"|?*\u0000-\u001f]/;

/**
 * Why a path cannot be that of a regular file on Windows; undefined when it can. Windows itself opens devices without a
 * word, and reports other names as a folder that does not exist, or hides the file in a stream of another one (`a:b`).
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
    : `its name holds ${JSON.stringify(forbidden)}, which Windows does not allow`;
}
