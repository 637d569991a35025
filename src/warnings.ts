import { visible } from './output/visible.ts';
import type { System } from './system/system.ts';

/** Says something on standard error that a script need not read; a standard error that is gone changes nothing. */
export async function warn({ stderr }: Pick<System, 'stderr'>, text: string): Promise<void> {
  await stderr.write(`Warning: ${visible(text)}\n`).catch(() => undefined);
}
