/** Recovers a response that could not be printed: a private key is in it that exists nowhere else. */
import { configFolder } from '../config/location.ts';
import { utf8Text } from '../http/body.ts';
import { path as paths } from '../system/builtins.ts';
import type { System } from '../system/system.ts';
import { escapeControlsInLines } from '../terminal/escapeControls.ts';
import { describeReaders } from './readers.ts';

/** Where the response is. */
export type Recovery =
  | { readonly kind: 'file'; readonly path: string; readonly readers: string }
  | { readonly kind: 'shown' };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fileExtension(body: Uint8Array): string {
  const text = utf8Text(body);
  if (text === undefined) return 'bin';
  return isJson(text) ? 'json' : 'txt';
}

/**
 * Puts the bytes into a new private file of the configuration folder, before it returns.
 * @returns undefined when that is not possible
 */
function saveInFile(system: System, body: Uint8Array): Recovery | undefined {
  const stamp = new Date(system.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  let path: string;
  try {
    const folder = configFolder(system);
    if (folder === undefined) return undefined;
    path = paths.join(folder, `recovered-response-${stamp}-${system.randomHex(4)}.${fileExtension(body)}`);
    system.files.createPrivate(path, body);
  } catch {
    return undefined;
  }
  return { kind: 'file', path, readers: describeReaders(path, system) };
}

/** A terminal must not get control characters, and they must not be lost: such a response goes into a file first. */
function showableText(body: Uint8Array): string | undefined {
  const text = utf8Text(body);
  return text !== undefined && escapeControlsInLines(text) === text ? text : undefined;
}

async function show({ stderr }: System, body: Uint8Array): Promise<Recovery | undefined> {
  if (await stderr.isClosed()) return undefined;
  const text =
    showableText(body) ??
    (stderr.isTerminal ? escapeControlsInLines(new TextDecoder().decode(body)) : undefined);
  try {
    await stderr.write(text ?? body);
    await stderr.write('\n');
  } catch {
    return undefined;
  }
  return { kind: 'shown' };
}

/**
 * Puts the whole response where its owner finds it: on standard error if that is a terminal, otherwise into a new private
 * file of the configuration folder; where one is not possible, the other.
 * @returns undefined when neither is possible
 */
export async function recoverResponse(system: System, body: Uint8Array): Promise<Recovery | undefined> {
  const isForPerson = system.stderr.isTerminal && showableText(body) !== undefined;
  if (isForPerson) return (await show(system, body)) ?? saveInFile(system, body);
  return saveInFile(system, body) ?? (await show(system, body));
}

/** Where the response is, as a clause: `is in /home/ada/… (only you can read it)`. */
export function describeRecovery(recovery: Recovery): string {
  return recovery.kind === 'file'
    ? `is in ${recovery.path} (${recovery.readers})`
    : 'is shown above; save it now, because it is not shown again';
}

/** For a process that ends at once, while a terminal (stopped by Ctrl-S, say) has taken the response only in part. */
export function recoverSynchronously(system: System, body: Uint8Array): void {
  const recovery = saveInFile(system, body);
  // The process does not wait for the writing: what standard error can take now is all that it takes.
  if (recovery)
    system.stderr
      .write(`\nThe response, private key included, ${describeRecovery(recovery)}.\n`)
      .catch(() => undefined);
}
