/** Listens for signals that ask the process to end. */
import type { SignalName } from './system.ts';

type Emitter = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

const EVERYWHERE: readonly [SignalName, number][] = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
];

/** Ctrl-Break, which ends a process that does not listen for it. The number is libuv's. */
const WINDOWS: readonly [SignalName, number][] = [['SIGBREAK', 21]];

/** See System.onSignal. */
export function onSignal(
  process: Emitter,
  platform: string,
  listener: (name: SignalName, number: number) => void,
): () => void {
  const signals = platform === 'win32' ? [...EVERYWHERE, ...WINDOWS] : EVERYWHERE;
  const handlers = signals.map(([name, number]) => {
    const handler = () => listener(name, number);
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  return () => {
    for (const stop of handlers) stop();
  };
}
