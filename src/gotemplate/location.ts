/** Where in the source an error is, and the sentence Go makes of it. */
import { byteLength } from './bytes.ts';
import { quote } from './characters.ts';
import { TemplateError } from './errors.ts';
import { type AnyNode, nodeSource } from './nodes.ts';

/**
 * An error while executing: `template: NAME:LINE:COL: executing "WHICH" at <NODE>: message`.
 * Lines count from 1, columns are bytes and count from 0, as in Go.
 */
export function executionError(
  name: string,
  source: string,
  executing: string,
  node: AnyNode,
  message: string,
): TemplateError {
  const before = source.slice(0, node.at);
  const lines = before.split('\n');
  const column = byteLength(lines.at(-1) ?? '');
  const where = `${name}:${lines.length}:${column}`;
  return new TemplateError(
    `template: ${where}: executing ${quote(executing)} at <${nodeSource(node)}>: ${message}`,
  );
}
