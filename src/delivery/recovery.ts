/** Saves or shows a response that could not be printed: it contains the only copy of a private key. */
import { configFolder } from '../config/location.ts';
import { utf8Text } from '../http/responses/body.ts';
import { path as paths } from '../system/builtins.ts';
import type { System } from '../system/system.ts';
import { escapeControlsInLines } from '../terminal/escapeControls.ts';
import { describeReaders } from './readers.ts';

/** Where the recovered response is. */
export type Recovery =
  | { readonly kind: 'file'; readonly path: string; readonly whoCanRead: string }
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
 * Saves the bytes synchronously in a new private file in the configuration folder.
 * @returns undefined if that fails
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
  return { kind: 'file', path, whoCanRead: describeReaders(path, system) };
}

/** The text of a response without control characters; undefined for other responses, which a terminal cannot show fully. */
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
 * Shows the response if standard error is a terminal that can show all of it. Otherwise saves it in a new private file in the
 * configuration folder. If one fails, tries the other.
 * @returns undefined if both fail
 */
export async function recoverResponse(system: System, body: Uint8Array): Promise<Recovery | undefined> {
  const canShow = system.stderr.isTerminal && showableText(body) !== undefined;
  if (canShow) return (await show(system, body)) ?? saveInFile(system, body);
  return saveInFile(system, body) ?? (await show(system, body));
}

/** The end of a sentence that starts with "The response": `is in /home/ada/… (only you can read it)`. */
export function describeRecovery(recovery: Recovery): string {
  return recovery.kind === 'file'
    ? `is in ${recovery.path} (${recovery.whoCanRead})`
    : 'is shown above; save it now, because it will not be shown again';
}

/**
 * Saves the response on the second signal, before the process exits. Does not wait for the terminal, which Ctrl-S may have
 * blocked.
 */
export function recoverSynchronously(system: System, body: Uint8Array): void {
  const recovery = saveInFile(system, body);
  // The process does not wait for this message. Standard error gets what it can take immediately.
  if (recovery)
    system.stderr
      .write(`\nThe response, including the private key, ${describeRecovery(recovery)}.\n`)
      .catch(() => undefined);
}
