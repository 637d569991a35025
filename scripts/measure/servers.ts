/** Servers for measurements, each in its own process, so that their work is not measured. */
/// <reference types="bun" />
import { join } from 'node:path';

/** A server and the first lines of its output. */
export interface Started {
  readonly text: string;
  stop(): void;
}

/** @param script the path below scripts/, and arguments @param lines the number of lines to wait for */
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

/** The sandbox, and the variables that make the program use it. */
export async function startSandboxProcess(): Promise<{ env: Record<string, string>; stop(): void }> {
  const { text, stop } = await startServer(['sandbox.ts'], 5);
  const env = Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  return { env, stop };
}
