/** Servers for measurements, each in a process of its own, so that its work does not count. */
/// <reference types="bun" />
import { join } from 'node:path';

/** A server, and the first lines that it says. */
export interface Started {
  readonly text: string;
  stop(): void;
}

/** @param script below scripts/, with its arguments @param lines how many to wait for */
export async function startServer(
  [script = '', ...args]: readonly string[],
  lines: number,
): Promise<Started> {
  const child = Bun.spawn([process.execPath, join(import.meta.dirname, '..', script), ...args], {
    stdout: 'pipe',
    stderr: 'ignore',
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += new TextDecoder().decode(chunk);
    if (text.split('\n').length > lines) break;
  }
  return { text, stop: () => child.kill() };
}

/** The stand-in Atlas, and the variables that point the program at it. */
export async function startSandboxProcess(): Promise<{ env: Record<string, string>; stop(): void }> {
  const { text, stop } = await startServer(['sandbox.ts'], 5);
  const env = Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  return { env, stop };
}
