/** The tree a template is parsed into, and the way back from a tree to source. */
import { quote } from './characters.ts';

/** Where a node begins: an index into the source text. Two equal trees may differ in it. */
interface At {
  readonly at: number;
}

export interface NumberNode extends At {
  readonly kind: 'number';
  readonly source: string;
  /** What the constant can be; Go decides by its use, and `executeTemplate` by its spelling. */
  readonly integer?: bigint;
  readonly float?: number;
  readonly complex?: { readonly re: number; readonly im: number };
}
export interface FieldNode extends At {
  readonly kind: 'field';
  readonly names: readonly string[];
}
export interface VariableNode extends At {
  readonly kind: 'variable';
  /** The variable with its dollar sign, then the fields asked of it. */
  readonly names: readonly string[];
}
export interface IdentifierNode extends At {
  readonly kind: 'identifier';
  readonly name: string;
}
export interface ChainNode extends At {
  readonly kind: 'chain';
  readonly node: Operand;
  readonly names: readonly string[];
}
export interface StringNode extends At {
  readonly kind: 'string';
  readonly source: string;
  readonly text: string;
}
export interface BoolNode extends At {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface DotNode extends At {
  readonly kind: 'dot';
}
export interface NilNode extends At {
  readonly kind: 'nil';
}
export interface PipeNode extends At {
  readonly kind: 'pipe';
  readonly variables: readonly VariableNode[];
  /** True for `=`, false for `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}
export interface CommandNode extends At {
  readonly kind: 'command';
  readonly args: readonly Operand[];
}
export type Operand =
  | NumberNode
  | FieldNode
  | VariableNode
  | IdentifierNode
  | ChainNode
  | StringNode
  | BoolNode
  | DotNode
  | NilNode
  | PipeNode;

export interface TextNode extends At {
  readonly kind: 'text';
  readonly text: string;
}
export interface ActionNode extends At {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}
export interface BranchNode extends At {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[] | undefined;
}
export interface CallNode extends At {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}
export interface LeaveNode extends At {
  readonly kind: 'break' | 'continue';
}
export type Statement = TextNode | ActionNode | BranchNode | CallNode | LeaveNode;
export type AnyNode = Statement | Operand | CommandNode;

/** A node as source, as Go's error messages show it. */
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

/** A list of statements as source that parses into the same list. */
export function listSource(list: readonly Statement[]): string {
  const pieces: string[] = [];
  printList(list, pieces);
  return pieces.join('');
}

function printList(list: readonly Statement[], pieces: string[]): void {
  let afterText = false;
  for (const node of list) {
    if (node.kind === 'text') {
      // A comment keeps two pieces of text apart that were apart.
      if (afterText) openAction('/**/', pieces);
      pieces.push(node.text);
      afterText = true;
      continue;
    }
    afterText = false;
    printStatement(node, pieces);
  }
}

/** `{{…}}`; after a brace the trim marker is needed, or the braces would be read in another order. */
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

/** A whole definition as source. */
export function definitionSource(name: string, body: readonly Statement[]): string {
  const pieces = [`{{define ${quote(name)}}}`];
  printList(body, pieces);
  openAction('end', pieces);
  return pieces.join('');
}
