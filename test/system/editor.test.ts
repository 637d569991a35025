import { expect, test } from 'vitest';
import { edit, windowsCommand } from '../../src/system/editor.ts';

const STATUS = '(if errorlevel 256 exit 255) & (if not errorlevel 0 exit 255)';
const COPY = 'C:\\Users\\Ada\\AppData\\Roaming\\atlascli\\edit-1\\config.toml';
const COPY_WITH_BLANK = COPY.replace('Ada', 'Ada L');

test.each([
  ['notepad', COPY, `notepad ${COPY}`],
  ['cmd /c "C:\\with blank\\ed.bat"', COPY, `cmd /c "C:\\with blank\\ed.bat" ${COPY}`],
  ['notepad', COPY_WITH_BLANK, `notepad "${COPY_WITH_BLANK}"`],
  ['notepad', 'C:\\a&b\\config.toml', 'notepad "C:\\a&b\\config.toml"'],
  ['notepad', COPY.replace('Ada', 'Zoë'), `notepad ${COPY.replace('Ada', 'Zoë')}`],
])(
  'when the editor is %s and the file %s on Windows, then cmd.exe runs the right line',
  (editor, path, line) => {
    expect(windowsCommand(editor, path)).toEqual({ line: `${line} & ${STATUS}` });
  },
);

test('when editor and path need quotes on Windows, then the editor runs beside the file', () => {
  expect(windowsCommand('cmd /c "C:\\with blank\\ed.bat"', COPY_WITH_BLANK)).toEqual({
    line: `cmd /c "C:\\with blank\\ed.bat" config.toml & ${STATUS}`,
    cwd: 'C:\\Users\\Ada L\\AppData\\Roaming\\atlascli\\edit-1',
  });
});

test.each([
  ['true', 0],
  ['false', 1],
  ['sh -c "exit 255"', 255],
  ['sh -c "kill -9 \\$\\$"', 137],
])('when the editor is %s, then its status is %i', async (editor, status) => {
  expect(await edit(editor, '/dev/null', new AbortController().signal)).toBe(status);
});
