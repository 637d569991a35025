import { expect, test } from 'vitest';
import { configFileIn, configFolder } from '../../src/config/location.ts';

test.each([
  ['linux', { HOME: '/home/ada' }, '/home/ada/.config/atlascli'],
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '/etc/ada' }, '/etc/ada/atlascli'],
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '' }, '/home/ada/.config/atlascli'],
  ['linux', { XDG_CONFIG_HOME: '/etc/ada' }, '/etc/ada/atlascli'],
  ['freebsd', { HOME: '/home/ada' }, '/home/ada/.config/atlascli'],
  ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Application Support/atlascli'],
  [
    'darwin',
    { HOME: '/Users/ada', XDG_CONFIG_HOME: '/etc/ada' },
    '/Users/ada/Library/Application Support/atlascli',
  ],
  // isAbsolute is the test machine's own, so the drive letter is left out.
  [
    'win32',
    { AppData: '/Users/ada/AppData', HOME: '/home/ada', XDG_CONFIG_HOME: '/x' },
    '/Users/ada/AppData/atlascli',
  ],
])('when the system is %s and the environment %j, then the folder is %s', (platform, env, expected) => {
  expect(configFolder({ platform, env })).toBe(expected);
});

test.each([
  ['linux', {}, 'there is no HOME'],
  ['linux', { HOME: '' }, 'HOME is empty'],
  ['linux', { HOME: 'home/ada' }, 'HOME is relative'],
  // Go's os.UserConfigDir refuses that, too, rather than falling back to HOME.
  ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: 'config' }, 'XDG_CONFIG_HOME is relative'],
  ['darwin', { XDG_CONFIG_HOME: '/etc/ada' }, 'there is no HOME'],
  ['win32', { HOME: '/home/ada' }, 'there is no AppData'],
])('when the system is %s and the environment %j, then there is no folder: %s', (platform, env, _why) => {
  expect(configFolder({ platform, env })).toBeUndefined();
});

test('when the folder is known, then the file in it is config.toml', () => {
  expect(configFileIn('/x/atlascli')).toBe('/x/atlascli/config.toml');
});
