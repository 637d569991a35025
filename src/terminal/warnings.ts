import { isLoopback } from '../http/loopback.ts';
import type { System } from '../system/system.ts';
import { escapeControls } from './escapeControls.ts';

/** Says something on standard error that a script need not read; a standard error that is gone changes nothing. */
export async function warn({ stderr }: Pick<System, 'stderr'>, text: string): Promise<void> {
  await stderr.write(`Warning: ${escapeControls(text)}\n`).catch(() => undefined);
}

/** @param exposed what can be read on the way, as words */
export async function warnOfPlainHttp(system: System, base: string, exposed: string): Promise<void> {
  const { protocol, hostname, host } = new URL(base);
  if (protocol === 'http:' && !isLoopback(hostname))
    await warn(system, `${host} is asked over plain http: everybody on the way can read ${exposed}`);
}
