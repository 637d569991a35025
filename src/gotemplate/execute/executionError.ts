import { byteLength } from '../../go/byteString.ts';
import { quote } from '../../go/quote.ts';
import { TemplateError, type UnknownField } from '../errors.ts';
import { nodeSource } from '../parse/nodeSource.ts';
import type { AnyNode } from '../parse/nodes.ts';
import type { ParsedTree } from '../parse/parser.ts';

/**
 * An error at a node of the template that is called `executing`:
 * `template: NAME:LINE:COLUMN: executing "EXECUTING" at <NODE>: MESSAGE`.
 * As in Go, lines count from 1, and columns are bytes that count from 0.
 */
export function executionError(
  { name, source }: ParsedTree,
  executing: string,
  node: AnyNode,
  message: string,
  unknownField?: UnknownField,
): TemplateError {
  const lines = source.slice(0, node.offset).split('\n');
  const column = byteLength(lines.at(-1) ?? '');
  const place = `${name}:${lines.length}:${column}: executing ${quote(executing)} at <${nodeSource(node)}>`;
  return new TemplateError(`template: ${place}: ${message}`, unknownField);
}
