import { beforeEach, expect, test, vi } from 'vitest';
import { startSpinner } from '../../src/terminal/spinner.ts';
import { type FakeOptions, type FakeSystem, fakeSystem } from '../support/inProcess/fakeSystem.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const terminal = (options: FakeOptions = {}): FakeSystem =>
  fakeSystem({ stderr: { isTerminal: true }, ...options });

test('when less than half a second passes, then nothing is shown', async () => {
  const system = terminal();
  const stop = startSpinner(system, 'Waiting');
  await vi.advanceTimersByTimeAsync(499);
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(system.spinners).toEqual([]);
});

test('when half a second passes, then it is shown until it is stopped', async () => {
  const system = terminal();
  const stop = startSpinner(system, 'Waiting');
  await vi.advanceTimersByTimeAsync(500);
  expect(system.spinners).toEqual([{ text: 'Waiting', stopped: false }]);
  stop();
  expect(system.spinners).toEqual([{ text: 'Waiting', stopped: true }]);
});

test('when it is stopped while it loads, then it is not shown', async () => {
  const system = terminal();
  const stop = startSpinner(system, 'Waiting');
  vi.advanceTimersByTime(500);
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(system.spinners).toEqual([{ text: 'Waiting', stopped: true }]);
});

test.each<[string, FakeOptions]>([
  ['standard error is no terminal', { stderr: {} }],
  ['the terminal is dumb', { env: { TERM: 'dumb' } }],
  ['it is a CI run', { env: { CI: 'true' } }],
])('when %s, then it is never shown', async (_, options) => {
  const system = terminal(options);
  startSpinner(system, 'Waiting');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(system.spinners).toEqual([]);
});
