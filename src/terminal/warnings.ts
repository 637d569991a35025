import { isLoopback } from '../http/loopback.ts';
import type { System } from '../system/system.ts';
import { escapeControls } from './escapeControls.ts';

/** Prints a warning to standard error. Ignores errors of writing. */
export async function warn({ stderr }: Pick<System, 'stderr'>, text: string): Promise<void> {
  await stderr.write(`Warning: ${escapeControls(text)}\n`).catch(() => undefined);
}

/** Warns if the base URL uses plain HTTP to another machine. @param exposed what others can read, in words */
export async function warnOfPlainHttp(system: System, base: string, exposed: string): Promise<void> {
  const { protocol, hostname, host } = new URL(base);
  if (protocol === 'http:' && !isLoopback(hostname))
    await warn(
      system,
      `the connection to ${host} is not encrypted (http): others on the network can read ${exposed}`,
    );
}
