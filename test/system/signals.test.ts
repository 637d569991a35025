import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { onSignal } from '../../src/system/signals.ts';

const heardOn = (platform: string) => {
  const process = new EventEmitter();
  const heard: [string, number][] = [];
  const stop = onSignal(process, platform, (name, number) => heard.push([name, number]));
  for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGUSR1']) process.emit(name);
  stop();
  return { heard, left: process.eventNames() };
};

const EVERYWHERE = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
];

test('when the system is Windows, then Ctrl-Break is handled too', () => {
  expect(heardOn('win32')).toEqual({ heard: [...EVERYWHERE, ['SIGBREAK', 21]], left: [] });
});

test.each(['linux', 'darwin'])('when the system is %s, then its signals are handled', (platform) => {
  expect(heardOn(platform)).toEqual({ heard: EVERYWHERE, left: [] });
});
