/** Builds a tree from the tokens, with the rules and error messages of text/template/parse. */
import { quote } from '../../go/quote.ts';
import { guardStack } from '../errors.ts';
import { type Token, tokenize } from './lexer.ts';
import { LiteralError, numberLiteral, stringLiteral } from './literals.ts';
import { nodeSource } from './nodeSource.ts';
import type { CommandNode, Operand, PipeNode, Statement, VariableNode } from './nodes.ts';
import { TOO_DEEP, TokenReader } from './tokenReader.ts';

export interface ParsedTree {
  /** The name of the main template. */
  readonly name: string;
  readonly source: string;
  /** The body of each template, including the main one, by name. */
  readonly definitions: ReadonlyMap<string, readonly Statement[]>;
}

/**
 * Parses template source. A name for which `hasFunction` returns false is an error, as in Go.
 * @throws {TemplateError} with the message of Go's `template.Parse`
 */
export function parseSource(name: string, text: string, hasFunction: (name: string) => boolean): ParsedTree {
  const source = text.toWellFormed();
  const parser = new Parser(name, tokenize(source), hasFunction);
  guardStack(`template: ${name}:1: ${TOO_DEEP}`, () => parser.parse());
  return { name, source, definitions: parser.definitions };
}

/** The action that ends a list of statements. */
type Ending = 'end' | 'else' | 'else with its own condition';

interface Scope {
  /** The variables that are declared here, with their dollar signs. */
  variables: string[];
  /** The number of enclosing ranges. */
  ranges: number;
  /** See `TokenReader.actionLine`. */
  actionLine: number;
}

class Parser extends TokenReader {
  readonly definitions = new Map<string, readonly Statement[]>();
  private scope: Scope = { variables: ['$'], ranges: 0, actionLine: 0 };
  private readonly hasFunction: (name: string) => boolean;

  constructor(name: string, tokens: readonly Token[], hasFunction: (name: string) => boolean) {
    super(name, tokens);
    this.hasFunction = hasFunction;
  }

  protected actionLine(): number {
    return this.scope.actionLine;
  }

  parse(): void {
    const main: Statement[] = [];
    while (this.peek().kind !== 'end of file') {
      if (this.peek().kind === 'open' && this.isKeyword(this.peekPastSpace(1), 'define')) {
        this.definition();
        continue;
      }
      const statement = this.statement();
      if (typeof statement === 'string') throw this.fail(`unexpected ${endingSource(statement)}`);
      main.push(statement);
    }
    this.define(this.name, main);
  }

  // Definitions

  /** Adds a definition. Only a blank one can be replaced, and only a blank one is ignored. */
  private define(name: string, body: readonly Statement[]): void {
    const old = this.definitions.get(name);
    if (old === undefined || isBlank(old)) this.definitions.set(name, body);
    else if (!isBlank(body)) throw this.fail(`template: multiple definition of template ${quote(name)}`);
  }

  /** Runs `work` in the scope of another template. */
  private inNewScope(work: () => void): void {
    const outer = this.scope;
    this.scope = { variables: ['$'], ranges: 0, actionLine: 0 };
    work();
    this.scope = outer;
  }

  private definition(): void {
    this.take();
    this.takePastSpace();
    this.inNewScope(() => {
      const name = this.templateName('define clause');
      this.expectClose('define clause');
      const { list, ending } = this.list();
      if (ending !== 'end') throw this.fail(`unexpected ${endingSource(ending)} in define clause`);
      this.define(name, list);
    });
  }

  private templateName(context: string): string {
    const token = this.takePastSpace();
    if (token.kind !== 'string' && token.kind !== 'raw string') throw this.unexpected(token, context);
    return this.unquote(token);
  }

  private unquote(token: Token): string {
    return this.literal(() => stringLiteral(token.text));
  }

  /** Adds the position to the error of an invalid literal. */
  private literal<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof LiteralError) throw this.fail(error.message);
      throw error;
    }
  }

  // Statements

  private list(): { list: Statement[]; ending: Ending } {
    const list: Statement[] = [];
    while (this.peekPastSpace().kind !== 'end of file') {
      const statement = this.statement();
      if (typeof statement === 'string') return { list, ending: statement };
      list.push(statement);
    }
    throw this.fail('unexpected EOF');
  }

  private statement(): Statement | Ending {
    const token = this.takePastSpace();
    if (token.kind === 'text') return { kind: 'text', offset: token.offset, text: token.text };
    if (token.kind !== 'open') throw this.unexpected(token, 'input');
    this.scope.actionLine = token.line;
    const statement = this.action();
    this.scope.actionLine = 0;
    return statement;
  }

  private action(): Statement | Ending {
    this.skipSpace();
    const token = this.peek();
    if (token.kind === 'keyword') {
      switch (token.text) {
        case 'if':
        case 'with':
        case 'range':
          this.take();
          return this.branch(token.text);
        case 'end':
          this.take();
          this.expectClose('end');
          return 'end';
        case 'else':
          this.take();
          return this.otherwise();
        case 'template':
          this.take();
          return this.call();
        case 'block':
          this.take();
          return this.block();
        case 'break':
        case 'continue':
          this.take();
          return this.leave(token.text, token.offset);
      }
    }
    return { kind: 'action', offset: token.offset, pipe: this.pipeline('command', 'close') };
  }

  private leave(kind: 'break' | 'continue', offset: number): Statement {
    const token = this.takePastSpace();
    if (token.kind !== 'close') throw this.unexpected(token, `{{${kind}}}`);
    if (this.scope.ranges === 0) throw this.fail(`{{${kind}}} outside {{range}}`);
    return { kind, offset };
  }

  private otherwise(): Ending {
    const token = this.peekPastSpace();
    if (this.isKeyword(token, 'if') || this.isKeyword(token, 'with')) return 'else with its own condition';
    this.expectClose('else');
    return 'else';
  }

  private branch(kind: 'if' | 'with' | 'range'): Statement {
    return this.nested(() => {
      const outside = this.scope.variables.length;
      const pipe = this.pipeline(kind, 'close');
      if (kind === 'range') this.scope.ranges++;
      const { list, ending } = this.list();
      if (kind === 'range') this.scope.ranges--;
      let otherwise: Statement[] | undefined;
      if (ending !== 'end') otherwise = this.elseBranch(kind);
      this.scope.variables.length = outside;
      return { kind, offset: pipe.offset, pipe, body: list, otherwise };
    });
  }

  private elseBranch(kind: 'if' | 'with' | 'range'): Statement[] {
    // In `else if` and `else with`, the nested branch ends at the `end` of the outer one.
    if (kind !== 'range' && this.isKeyword(this.peekPastSpace(), kind)) {
      this.takePastSpace();
      return [this.branch(kind)];
    }
    const { list, ending } = this.list();
    if (ending !== 'end') throw this.fail(`expected end; found ${endingSource(ending)}`);
    return list;
  }

  private call(): Statement {
    const offset = this.peekPastSpace().offset;
    const name = this.templateName('template clause');
    if (this.peekPastSpace().kind === 'close') {
      this.takePastSpace();
      return { kind: 'template', offset, name, pipe: undefined };
    }
    return { kind: 'template', offset, name, pipe: this.pipeline('template clause', 'close') };
  }

  private block(): Statement {
    return this.nested(() => {
      const offset = this.peekPastSpace().offset;
      const name = this.templateName('block clause');
      const pipe = this.pipeline('block clause', 'close');
      const line = this.line();
      this.inNewScope(() => {
        const { list, ending } = this.list();
        // Go reports the line of the block clause.
        if (ending !== 'end') throw this.fail(`unexpected ${endingSource(ending)} in block clause`, line);
        this.define(name, list);
      });
      return { kind: 'template', offset, name, pipe };
    });
  }

  // Pipelines

  private pipeline(context: string, end: 'close' | ')'): PipeNode {
    return this.nested(() => {
      const offset = this.peekPastSpace().offset;
      const { variables, assigns } = this.declarations(context);
      const commands: CommandNode[] = [];
      for (;;) {
        this.skipSpace();
        const token = this.peek();
        if (token.kind === end) {
          this.take();
          this.checkCommands(commands, context);
          return { kind: 'pipe', offset, variables, assigns, commands };
        }
        if (!startsOperand(token)) {
          this.take();
          throw this.unexpected(token, context);
        }
        commands.push(this.command());
      }
    });
  }

  private declarations(context: string): { variables: VariableNode[]; assigns: boolean } {
    const variables: VariableNode[] = [];
    for (;;) {
      const variable = this.peekPastSpace();
      if (variable.kind !== 'variable') return { variables, assigns: false };
      this.skipSpace();
      const sign = this.peekPastSpace(1);
      const isComma = sign.kind === 'char' && sign.text === ',';
      if (sign.kind !== 'assign' && sign.kind !== 'declare' && !isComma) return { variables, assigns: false };
      this.take();
      this.takePastSpace();
      variables.push({ kind: 'variable', offset: variable.offset, names: [variable.text] });
      this.scope.variables.push(variable.text);
      if (!isComma) return { variables, assigns: sign.kind === 'assign' };
      if (context !== 'range' || variables.length > 1) {
        throw this.fail(`too many declarations in ${context}`);
      }
      const after = this.peekPastSpace().kind;
      if (after !== 'variable' && after !== 'close' && after !== ')') {
        throw this.fail('range can only initialize variables');
      }
    }
  }

  private checkCommands(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) throw this.fail(`missing value for ${context}`);
    for (const [index, command] of commands.entries()) {
      const kind = command.args[0]?.kind;
      const isValue =
        kind === 'bool' || kind === 'dot' || kind === 'nil' || kind === 'number' || kind === 'string';
      if (index > 0 && isValue) throw this.fail(`non executable command in pipeline stage ${index + 1}`);
    }
  }

  private command(): CommandNode {
    const offset = this.peekPastSpace().offset;
    const args: Operand[] = [];
    for (;;) {
      this.skipSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.peek();
      if (token.kind === 'space') {
        this.take();
        continue;
      }
      if (token.kind === 'pipe') this.take();
      else if (token.kind !== 'close' && token.kind !== ')') {
        this.take();
        throw this.unexpected(token, 'operand');
      }
      break;
    }
    return { kind: 'command', offset, args };
  }

  /** A term and the fields that follow it. */
  private operand(): Operand | undefined {
    const node = this.term();
    if (node === undefined || this.peek().kind !== 'field') return node;
    const offset = this.peek().offset;
    const names: string[] = [];
    while (this.peek().kind === 'field') names.push(this.take().text.slice(1));
    switch (node.kind) {
      case 'field':
      case 'variable':
        return { kind: node.kind, offset, names: [...node.names, ...names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        throw this.fail(`unexpected . after term ${quote(nodeSource(node))}`);
      default:
        return { kind: 'chain', offset, node, names };
    }
  }

  private term(): Operand | undefined {
    this.skipSpace();
    const token = this.peek();
    const { offset, text } = token;
    if (!startsOperand(token)) return undefined;
    this.take();
    switch (token.kind) {
      case 'identifier':
        if (!this.hasFunction(text)) throw this.fail(`function ${quote(text)} not defined`);
        return { kind: 'identifier', offset, name: text };
      case 'field':
        return { kind: 'field', offset, names: [text.slice(1)] };
      case 'variable':
        if (!this.scope.variables.includes(text)) throw this.fail(`undefined variable ${quote(text)}`);
        return { kind: 'variable', offset, names: [text] };
      case 'bool':
        return { kind: 'bool', offset, value: text === 'true' };
      case '(':
        return this.pipeline('parenthesized pipeline', ')');
      case 'string':
      case 'raw string':
        return { kind: 'string', offset, source: text, text: this.unquote(token) };
      case 'keyword':
        return { kind: text === 'nil' ? 'nil' : 'dot', offset };
      default:
        return this.literal(() => numberLiteral(token));
    }
  }
}

function startsOperand(token: Token): boolean {
  switch (token.kind) {
    case 'bool':
    case 'rune':
    case 'complex':
    case 'field':
    case 'identifier':
    case 'number':
    case 'raw string':
    case 'string':
    case 'variable':
    case '(':
      return true;
    default:
      return token.kind === 'keyword' && (token.text === '.' || token.text === 'nil');
  }
}

/** Whether a definition contains only space. Go lets another definition replace such a one. */
function isBlank(list: readonly Statement[]): boolean {
  return list.every((node) => node.kind === 'text' && /^\s*$/.test(node.text));
}

function endingSource(ending: Ending): string {
  return ending === 'end' ? '{{end}}' : '{{else}}';
}
