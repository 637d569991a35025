/** The nodes of a parsed template. */

/** Where a node begins, as an index into the source. */
interface At {
  readonly offset: number;
}

export interface NumberNode extends At {
  readonly kind: 'number';
  readonly source: string;
  /** The values that the literal can have. Its use decides which one counts. */
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
  /** The variable with its dollar sign, then fields of its value. */
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
export type LiteralNode = NumberNode | StringNode | BoolNode | NilNode;
export type Operand =
  | LiteralNode
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | DotNode
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
