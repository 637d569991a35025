/** Executes a parsed template, as text/template does. */
import { rejoin } from '../../go/byteString.ts';
import { quote } from '../../go/quote.ts';
import { StringBuilder } from '../../go/stringBuilder.ts';
import { guardStack, isStackOverflow } from '../errors.ts';
import { sprint } from '../fmt/sprintf.ts';
import { Budget, type Limits } from '../limits.ts';
import type { BranchNode, CallNode, Statement } from '../parse/nodes.ts';
import type { Template } from '../template.ts';
import { type GoValue, NO_VALUE } from '../values/types.ts';
import {
  arrayOf,
  dereference,
  intValue,
  isTrue,
  mapEntry,
  numberOf,
  sortedKeys,
  stringValue,
  textOf,
  typedValue,
} from '../values/values.ts';
import { Expressions } from './expressions.ts';

/** The output of the main template. @throws {TemplateError} with the message of Go's `Execute`, or at a limit */
export function execute(template: Template, data: GoValue, limits?: Limits): string {
  const { name, definitions } = template.tree;
  const output = new StringBuilder();
  const execution = new TemplateExecution(template, new Budget(limits), name, data, output, 0);
  guardStack(`template: ${name}: exceeded maximum template depth`, () =>
    execution.executeAll(definitions.get(name) ?? [], data),
  );
  return rejoin(output.toString());
}

/** How a list of statements ended. */
type Outcome = 'done' | 'break' | 'continue';

/** The execution of one template, main or called. */
class TemplateExecution extends Expressions {
  private readonly output: StringBuilder;
  /** The number of calls that this one is nested in. */
  private readonly depth: number;

  constructor(
    template: Template,
    budget: Budget,
    calledName: string,
    data: GoValue,
    output: StringBuilder,
    depth: number,
  ) {
    super(template, budget, calledName, data);
    this.output = output;
    this.depth = depth;
  }

  executeAll(statements: readonly Statement[], dot: GoValue): Outcome {
    // An index loop: iterators are slow until the JIT compiles the code, and most runs end before that.
    for (let index = 0; index < statements.length; index++) {
      this.budget.step();
      const outcome = this.execute(statements[index] as Statement, dot);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  private execute(node: Statement, dot: GoValue): Outcome {
    switch (node.kind) {
      case 'text':
        this.write(node.text);
        return 'done';
      case 'action': {
        this.node = node;
        const value = this.pipeline(node.pipe, dot);
        if (node.pipe.variables.length === 0) this.print(value);
        return 'done';
      }
      case 'template':
        this.node = node;
        this.call(node, dot);
        return 'done';
      case 'range':
      case 'if':
      case 'with': {
        this.node = node;
        // Inlined: fewer stack frames let templates nest more deeply.
        const scopeStart = this.names.length;
        const outcome = node.kind === 'range' ? this.range(node, dot) : this.branch(node, dot);
        this.endScope(scopeStart);
        return outcome;
      }
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  private write(text: string): void {
    this.budget.spendOutput(text.length);
    this.output.write(text);
  }

  private print(value: GoValue): void {
    const { type, raw } = value;
    if (typeof raw === 'string' && type.kind === 'pointer' && type.elem.kind === 'string') {
      // The most common case. It avoids the GoValue that dereference would create.
      this.write(raw.toWellFormed());
      return;
    }
    const inner = dereference(value);
    if (inner.type.kind === 'string') this.write(textOf(inner));
    else if (inner.type.kind === 'none') this.write('<no value>');
    else this.write(sprint([inner], this.budget));
  }

  private branch(node: BranchNode, dot: GoValue): Outcome {
    const value = this.pipeline(node.pipe, dot);
    if (isTrue(value)) return this.executeAll(node.body, node.kind === 'with' ? value : dot);
    return this.executeAll(node.otherwise ?? [], dot);
  }

  private range(node: BranchNode, dot: GoValue): Outcome {
    const value = dereference(this.pipeline(node.pipe, dot));
    const { type } = value;
    let hasElements = false;
    const hasKey = node.pipe.variables.length > 1;
    switch (type.kind) {
      case 'slice': {
        const items = arrayOf(value);
        for (let index = 0; index < items.length; index++) {
          hasElements = true;
          const element = typedValue(type.elem, items[index]);
          if (!this.iteration(node, hasKey ? intValue(index) : element, element)) break;
        }
        break;
      }
      case 'map':
        for (const key of sortedKeys(value)) {
          hasElements = true;
          const element = mapEntry(value, type.elem, key) ?? typedValue(type.elem, undefined);
          if (!this.iteration(node, stringValue(key), element)) break;
        }
        break;
      case 'int': {
        if (hasKey) {
          throw this.fail(`can't use ${sprint([value])} to iterate over more than one variable`);
        }
        const end = numberOf(value);
        for (let index = 0; index < end; index++) {
          hasElements = true;
          const element = intValue(index, type);
          if (!this.iteration(node, element, element)) break;
        }
        break;
      }
      // Go treats a missing value like a nil map, which has no elements.
      case 'none':
        break;
      default:
        throw this.fail(`range can't iterate over ${sprint([value], this.budget)}`);
    }
    return hasElements ? 'done' : this.executeAll(node.otherwise ?? [], dot);
  }

  /** Executes the body of a loop for one element; false after `break`. */
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
    const outcome = this.executeAll(node.body, element);
    this.endScope(length);
    return outcome !== 'break';
  }

  /** Removes all variables except the first `count`. */
  private endScope(count: number): void {
    this.names.length = count;
    this.values.length = count;
  }

  private call(node: CallNode, dot: GoValue): void {
    const body = this.template.tree.definitions.get(node.name);
    if (body === undefined) throw this.fail(`template ${quote(node.name)} not defined`);
    if (this.depth >= this.budget.depth) {
      throw this.fail(`exceeded maximum template depth (${this.budget.depth})`);
    }
    const data = node.pipe === undefined ? NO_VALUE : this.pipeline(node.pipe, dot);
    const { template, budget, output, depth } = this;
    try {
      new TemplateExecution(template, budget, node.name, data, output, depth + 1).executeAll(body, data);
    } catch (error) {
      // JavaScript's stack overflows long before Go's limit. Report it as Go reports its limit.
      if (!isStackOverflow(error)) throw error;
      this.node = node;
      throw this.fail(`exceeded maximum template depth (${budget.depth})`);
    }
  }
}
