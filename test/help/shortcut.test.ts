/** Which lines are answered with a rendered help screen, without loading the program. */
import { expect, test, vi } from 'vitest';
import { renderedScreen } from '../../src/help/shortcut.ts';

vi.mock('../../src/help/renderedScreens.ts', () => ({
  renderedScreens: { atlas: 'root', 'atlas config': 'group', 'atlas config list': 'command' },
}));

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
