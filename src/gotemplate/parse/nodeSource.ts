/** Turns nodes back into source. */
import { quote } from '../../go/quote.ts';
import type { AnyNode, Operand, PipeNode, Statement, TextNode } from './nodes.ts';

/** The source of a node, as error messages show it. */
export function nodeSource(node: AnyNode): string {
  switch (node.kind) {
    case 'number':
    case 'string':
      return node.source;
    case 'field':
      return `.${node.names.join('.')}`;
    case 'variable':
      return node.names.join('.');
    case 'identifier':
      return node.name;
    case 'chain':
      return `${operandSource(node.node)}.${node.names.join('.')}`;
    case 'bool':
      return String(node.value);
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'pipe':
      return pipeSource(node);
    case 'command':
      return node.args.map(operandSource).join(' ');
    default:
      return listSource([node]);
  }
}

const operandSource = (node: Operand): string =>
  node.kind === 'pipe' ? `(${pipeSource(node)})` : nodeSource(node);

function pipeSource(pipe: PipeNode): string {
  const names = pipe.variables.map((variable) => variable.names[0] ?? '').join(', ');
  const declaration = names === '' ? '' : `${names} ${pipe.assigns ? '=' : ':='} `;
  return declaration + pipe.commands.map(nodeSource).join(' | ');
}

/** Source that parses into the same statements. */
export function listSource(list: readonly Statement[]): string {
  const pieces: string[] = [];
  printList(list, pieces);
  return pieces.join('');
}

function printList(list: readonly Statement[], pieces: string[]): void {
  let afterText = false;
  for (const node of list) {
    if (node.kind === 'text') {
      // A comment separates two text nodes, which would be read as one.
      if (afterText) openAction('/**/', pieces);
      pieces.push(node.text);
      afterText = true;
      continue;
    }
    afterText = false;
    printStatement(node, pieces);
  }
}

/** Writes `{{…}}`, with a trim marker after text that ends in a brace: `{{{` would be read as `{{` and `{`. */
function openAction(inside: string, pieces: string[]): void {
  const marker = pieces.at(-1)?.endsWith('{') === true ? ' {{- ' : '{{';
  pieces.push(`${marker}${inside}}}`);
}

function printStatement(node: Exclude<Statement, TextNode>, pieces: string[]): void {
  switch (node.kind) {
    case 'action':
      openAction(pipeSource(node.pipe), pieces);
      break;
    case 'break':
    case 'continue':
      openAction(node.kind, pieces);
      break;
    case 'template': {
      const argument = node.pipe === undefined ? '' : ` ${pipeSource(node.pipe)}`;
      openAction(`template ${quote(node.name)}${argument}`, pieces);
      break;
    }
    default:
      openAction(`${node.kind} ${pipeSource(node.pipe)}`, pieces);
      printList(node.body, pieces);
      if (node.otherwise !== undefined) {
        openAction('else', pieces);
        printList(node.otherwise, pieces);
      }
      openAction('end', pieces);
  }
}

/** The source of a `define` action. */
export function definitionSource(name: string, body: readonly Statement[]): string {
  const pieces = [`{{define ${quote(name)}}}`];
  printList(body, pieces);
  openAction('end', pieces);
  return pieces.join('');
}
