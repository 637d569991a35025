/** For which command lines a rendered help screen is printed, without loading the program. */
import { afterAll, expect, test, vi } from 'vitest';
import { renderedScreen } from '../../src/help/shortcut.ts';

const SCREENS = '../../src/help/renderedScreens.ts';

// The screens are loaded when they are needed. Unit tests share their modules, so other files must not get these.
vi.doMock(SCREENS, () => ({
  renderedScreens: { atlas: 'root', 'atlas config': 'group', 'atlas config list': 'command' },
}));
afterAll(() => {
  vi.doUnmock(SCREENS);
  vi.resetModules();
});

test.each([
  [['--help'], 'root'],
  [['-h'], 'root'],
  [['config', '--help'], 'group'],
  [['config', 'list', '-h'], 'command'],
])('when the line is %j, then the screen is found', async (argv, screen) => {
  expect(await renderedScreen(argv)).toBe(screen);
});

test.each([
  [[]],
  [['config']],
  [['config list', '--help']],
  [['config', '', '--help']],
  [['config', 'lists', '--help']],
  [['--help', 'config']],
  [['--help', '--help']],
  [['--profile', 'config', '--help']],
  [['config', '--', '--help']],
])('when the line is %j, then only the program can read it', async (argv) => {
  expect(await renderedScreen(argv)).toBeUndefined();
});
