/** Runs a parsed template over data: Go's text/template execution, statement by statement. */
import { clean, rejoin } from './bytes.ts';
import { nameSource } from './calls.ts';
import { guardStack, isStackExhausted } from './errors.ts';
import { Expressions, type Program } from './expressions.ts';
import { Budget, type Limits } from './limits.ts';
import type { BranchNode, CallNode, Statement } from './nodes.ts';
import { sprint } from './printf.ts';
import {
  arrayOf,
  dereference,
  type GoValue,
  insideInterface,
  intValue,
  isTrue,
  mapEntry,
  NO_VALUE,
  numberOf,
  sortedKeys,
  stringValue,
  textOf,
  typedValue,
} from './values.ts';

/** Runs the main template. Throws TemplateError worded as Go words it. */
export function execute(program: Program, data: GoValue, limits?: Limits): string {
  const budget = new Budget(limits);
  const output = new Output(budget);
  const { name } = program.tree;
  const main = program.tree.definitions.get(name) ?? [];
  guardStack(`template: ${name}: exceeded maximum template depth`, () =>
    new Execution(program, output, budget, name, data, 0).list(main, data),
  );
  return output.text();
}

/** The text written so far, in pieces that are joined before they become many. */
class Output {
  private chunks: string[] = [];
  private pieces: string[] = [];
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  write(text: string): void {
    this.budget.written(text.length);
    if (this.pieces.push(text) < 4096) return;
    this.chunks.push(this.pieces.join(''));
    this.pieces = [];
  }

  text(): string {
    return rejoin(this.chunks.join('') + this.pieces.join(''));
  }
}

/** What a list of statements ended with. */
type Outcome = 'done' | 'break' | 'continue';

class Execution extends Expressions {
  private readonly output: Output;
  private readonly depth: number;

  constructor(
    program: Program,
    output: Output,
    budget: Budget,
    template: string,
    data: GoValue,
    depth: number,
  ) {
    super(program, budget, template, data);
    this.output = output;
    this.depth = depth;
  }

  // Statements

  list(list: readonly Statement[], dot: GoValue): Outcome {
    for (let i = 0; i < list.length; i++) {
      this.budget.step();
      const outcome = this.statement(list[i] as Statement, dot);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  private statement(node: Statement, dot: GoValue): Outcome {
    // The two that are most of every template, without the switch: that is slow where nothing has been compiled yet.
    if (node.kind === 'text') {
      this.output.write(node.text);
      return 'done';
    }
    if (node.kind === 'action') {
      this.node = node;
      const { commands, variables } = node.pipe;
      const args = commands[0]?.args;
      const first = args?.[0];
      // One field alone, like `{{.Id}}`.
      if (first?.kind === 'field' && args?.length === 1 && commands.length === 1 && variables.length === 0) {
        this.budget.step();
        this.print(insideInterface(this.fields(first, dot, args, undefined)));
        return 'done';
      }
      const value = this.pipeline(node.pipe, dot);
      if (variables.length === 0) this.print(value);
      return 'done';
    }
    switch (node.kind) {
      case 'template':
        this.node = node;
        this.call(node, dot);
        return 'done';
      case 'range':
      case 'if':
      case 'with': {
        this.node = node;
        // Written out, not wrapped in functions: every frame less lets templates call each other deeper.
        const { length } = this.names;
        const outcome = node.kind === 'range' ? this.range(node, dot) : this.branch(node, dot);
        this.forget(length);
        return outcome;
      }
      default:
        return node.kind;
    }
  }

  private print(value: GoValue): void {
    const { type, raw } = value;
    if (typeof raw === 'string' && type.kind === 'pointer' && type.elem.kind === 'string') {
      this.output.write(clean(raw));
      return;
    }
    const inner = dereference(value);
    if (inner.type.kind === 'string') this.output.write(textOf(inner));
    else if (inner.type.kind === 'none') this.output.write('<no value>');
    else this.output.write(sprint([inner], this.budget));
  }

  private branch(node: BranchNode, dot: GoValue): Outcome {
    const value = this.pipeline(node.pipe, dot);
    if (isTrue(value)) return this.list(node.body, node.kind === 'with' ? value : dot);
    return this.list(node.otherwise ?? [], dot);
  }

  private range(node: BranchNode, dot: GoValue): Outcome {
    const value = dereference(this.pipeline(node.pipe, dot));
    const { type } = value;
    let ran = false;
    const hasKey = node.pipe.variables.length > 1;
    switch (type.kind) {
      case 'slice': {
        const items = arrayOf(value);
        for (let at = 0; at < items.length; at++) {
          ran = true;
          const element = typedValue(type.elem, items[at]);
          if (!this.iteration(node, hasKey ? intValue(at) : element, element)) break;
        }
        break;
      }
      case 'map':
        for (const key of sortedKeys(value)) {
          ran = true;
          const element = mapEntry(value, type.elem, key) ?? typedValue(type.elem, undefined);
          if (!this.iteration(node, stringValue(key), element)) break;
        }
        break;
      case 'int': {
        if (hasKey) {
          throw this.fail(`can't use ${sprint([value])} to iterate over more than one variable`);
        }
        const end = numberOf(value);
        for (let at = 0; at < end; at++) {
          ran = true;
          const element = intValue(at, type);
          if (!this.iteration(node, element, element)) break;
        }
        break;
      }
      // No value is taken for a nil map, and has no elements.
      case 'none':
        break;
      default:
        throw this.fail(`range can't iterate over ${sprint([value], this.budget)}`);
    }
    return ran ? 'done' : this.list(node.otherwise ?? [], dot);
  }

  /** One round of a loop; false when it was left with break. */
  private iteration(node: BranchNode, key: GoValue, element: GoValue): boolean {
    this.budget.step();
    const { variables, assigns } = node.pipe;
    const { length } = this.names;
    const first = variables[0];
    const second = variables[1];
    if (first !== undefined) {
      const value = second === undefined ? element : key;
      if (assigns) this.assign(first.names[0] ?? '', value);
      else this.values[length - variables.length] = value;
    }
    if (second !== undefined) {
      if (assigns) this.assign(second.names[0] ?? '', element);
      else this.values[length - 1] = element;
    }
    const outcome = this.list(node.body, element);
    this.forget(length);
    return outcome !== 'break';
  }

  /** Ends the scope of the variables beyond that many. */
  private forget(length: number): void {
    if (this.names.length === length) return;
    this.names.length = length;
    this.values.length = length;
  }

  private call(node: CallNode, dot: GoValue): void {
    const body = this.program.tree.definitions.get(node.name);
    if (body === undefined) throw this.fail(`template ${nameSource(node)} not defined`);
    if (this.depth >= this.budget.depth) {
      throw this.fail(`exceeded maximum template depth (${this.budget.depth})`);
    }
    const data = node.pipe === undefined ? NO_VALUE : this.pipeline(node.pipe, dot);
    const { program, output, budget, depth } = this;
    try {
      new Execution(program, output, budget, node.name, data, depth + 1).list(body, data);
    } catch (error) {
      // Our stack ends long before Go's limit; the sentence is the same.
      if (!isStackExhausted(error)) throw error;
      this.node = node;
      throw this.fail(`exceeded maximum template depth (${budget.depth})`);
    }
  }
}
