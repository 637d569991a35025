// Runs a parsed template over data: Go's text/template execution.
import { rejoin } from './bytes.ts';
import { CallError, guardStack, type TemplateError } from './errors.ts';
import { BUILTINS, type GoFunction } from './functions.ts';
import { Budget, type Limits } from './limits.ts';
import { executionError } from './location.ts';
import { brokenMethod, callMethod, findMethod } from './methods.ts';
import {
  type AnyNode,
  type BranchNode,
  type CallNode,
  type CommandNode,
  type IdentifierNode,
  type NumberNode,
  nodeSource,
  type Operand,
  type PipeNode,
  type Statement,
} from './nodes.ts';
import type { ParsedTree } from './parser.ts';
import { sprint } from './printf.ts';
import {
  arrayOf,
  boolValue,
  COMPLEX,
  dereference,
  fieldValue,
  findField,
  floatValue,
  type GoValue,
  insideInterface,
  intValue,
  isTrue,
  mapEntry,
  NO_VALUE,
  numberOf,
  STRING,
  sortedKeys,
  stringValue,
  textOf,
  typedValue,
  typeName,
} from './values.ts';

/** What all templates of one run share. */
export interface Program {
  readonly tree: ParsedTree;
  readonly functions: ReadonlyMap<string, GoFunction>;
}

/** Runs the main template. Throws TemplateError worded as Go words it. */
export function execute(program: Program, data: GoValue, limits?: Limits): string {
  const output: string[] = [];
  const budget = new Budget(limits);
  const { name } = program.tree;
  const main = program.tree.definitions.get(name) ?? [];
  guardStack(`template: ${name}: exceeded maximum template depth`, () =>
    new Execution(program, output, budget, name, data, 0).list(main, data),
  );
  return rejoin(output.join(''));
}

/** What a list of statements ended with. */
type Outcome = 'done' | 'break' | 'continue';

const MAXIMUM_INT64 = 2n ** 63n - 1n;

export class Execution {
  private readonly names: string[] = ['$'];
  private readonly values: GoValue[];
  /** The node being evaluated: errors name it. */
  private node: AnyNode = { kind: 'dot', at: 0 };

  private readonly program: Program;
  private readonly output: string[];
  private readonly budget: Budget;
  private readonly template: string;
  private readonly depth: number;

  constructor(
    program: Program,
    output: string[],
    budget: Budget,
    template: string,
    data: GoValue,
    depth: number,
  ) {
    this.program = program;
    this.output = output;
    this.budget = budget;
    this.template = template;
    this.values = [data];
    this.depth = depth;
  }

  private fail(message: string): TemplateError {
    const { name, source } = this.program.tree;
    return executionError(name, source, this.template, this.node, message);
  }

  // Statements

  list(list: readonly Statement[], dot: GoValue): Outcome {
    for (const node of list) {
      this.budget.step();
      const outcome = this.statement(node, dot);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  private statement(node: Statement, dot: GoValue): Outcome {
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
        this.node = node;
        return this.scoped(() => this.range(node, dot));
      case 'if':
      case 'with':
        this.node = node;
        return this.scoped(() => this.branch(node, dot));
      default:
        return node.kind;
    }
  }

  private write(text: string): void {
    this.budget.written(text.length);
    this.output.push(text);
  }

  private print(value: GoValue): void {
    const inner = dereference(value);
    if (inner.type.kind === 'string') this.write(textOf(inner));
    else if (inner.type.kind === 'none') this.write('<no value>');
    else this.write(sprint([inner], this.budget));
  }

  /** Runs `work`, then forgets the variables it declared. */
  private scoped(work: () => Outcome): Outcome {
    const { length } = this.names;
    const outcome = work();
    this.names.length = length;
    this.values.length = length;
    return outcome;
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
    const each = (key: () => GoValue, element: GoValue): boolean => {
      this.budget.step();
      ran = true;
      return this.iteration(node, key, element);
    };
    switch (type.kind) {
      case 'slice':
        for (const [at, item] of arrayOf(value).entries()) {
          if (!each(() => intValue(at), typedValue(type.elem, item))) break;
        }
        break;
      case 'map':
        for (const key of sortedKeys(value)) {
          const element = mapEntry(value, type.elem, key) ?? typedValue(type.elem, undefined);
          if (!each(() => stringValue(key), element)) break;
        }
        break;
      case 'int': {
        if (node.pipe.variables.length > 1) {
          throw this.fail(`can't use ${sprint([value])} to iterate over more than one variable`);
        }
        const end = numberOf(value);
        for (let at = 0; at < end; at++) {
          const element = intValue(at, type);
          if (!each(() => element, element)) break;
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
  private iteration(node: BranchNode, key: () => GoValue, element: GoValue): boolean {
    const { variables, assigns } = node.pipe;
    const { length } = this.names;
    const [first, second] = variables;
    if (first !== undefined) {
      const value = second === undefined ? element : key();
      if (assigns) this.assign(first.names[0] ?? '', value);
      else this.values[length - variables.length] = value;
    }
    if (second !== undefined) {
      if (assigns) this.assign(second.names[0] ?? '', element);
      else this.values[length - 1] = element;
    }
    const outcome = this.list(node.body, element);
    this.names.length = length;
    this.values.length = length;
    return outcome !== 'break';
  }

  private call(node: CallNode, dot: GoValue): void {
    const body = this.program.tree.definitions.get(node.name);
    if (body === undefined) throw this.fail(`template ${nameSource(node)} not defined`);
    if (this.depth >= this.budget.depth) {
      throw this.fail(`exceeded maximum template depth (${this.budget.depth})`);
    }
    const data = node.pipe === undefined ? NO_VALUE : this.pipeline(node.pipe, dot);
    const { program, output, budget, depth } = this;
    new Execution(program, output, budget, node.name, data, depth + 1).list(body, data);
  }

  // Variables

  private assign(name: string, value: GoValue): void {
    const at = this.names.lastIndexOf(name);
    if (at < 0) throw this.fail(`undefined variable: ${name}`);
    this.values[at] = value;
  }

  private variable(name: string): GoValue {
    const value = this.values[this.names.lastIndexOf(name)];
    if (value === undefined) throw this.fail(`undefined variable: ${name}`);
    return value;
  }

  // Pipelines

  private pipeline(pipe: PipeNode, dot: GoValue): GoValue {
    this.node = pipe;
    let value: GoValue | undefined;
    for (const command of pipe.commands) value = insideInterface(this.command(command, dot, value));
    const result = value ?? NO_VALUE;
    for (const variable of pipe.variables) {
      const name = variable.names[0] ?? '';
      if (pipe.assigns) this.assign(name, result);
      else {
        this.names.push(name);
        this.values.push(result);
      }
    }
    return result;
  }

  /** `final` is the value of the command before, which becomes the last argument. */
  private command(command: CommandNode, dot: GoValue, final: GoValue | undefined): GoValue {
    this.budget.step();
    const [first] = command.args;
    if (first === undefined) return NO_VALUE;
    switch (first.kind) {
      case 'field':
      case 'chain':
      case 'variable':
        return this.fields(first, dot, command.args, final);
      case 'identifier':
        return this.apply(first, command, command.args, dot, final);
      case 'pipe':
        this.refuseArguments(command.args, final);
        return this.pipeline(first, dot);
      default:
        this.node = first;
        this.refuseArguments(command.args, final);
        if (first.kind === 'nil') throw this.fail('nil is not a command');
        return this.constant(first, dot);
    }
  }

  private refuseArguments(args: readonly Operand[], final: GoValue | undefined): void {
    const [first] = args;
    if (first !== undefined && (args.length > 1 || final !== undefined)) {
      throw this.fail(`can't give argument to non-function ${nodeSource(first)}`);
    }
  }

  private constant(node: Operand, dot: GoValue): GoValue {
    switch (node.kind) {
      case 'bool':
        return boolValue(node.value);
      case 'string':
        return stringValue(node.text);
      case 'number':
        return this.number(node);
      default:
        return node.kind === 'dot' ? dot : NO_VALUE;
    }
  }

  private number(node: NumberNode): GoValue {
    const result = constantNumber(node);
    if (result === undefined) throw this.fail(`${node.source} overflows int`);
    return result;
  }

  // Fields

  private fields(
    node: Operand & { readonly names: readonly string[] },
    dot: GoValue,
    args: readonly Operand[],
    final: GoValue | undefined,
  ): GoValue {
    this.node = node;
    let value = dot;
    let at = 0;
    if (node.kind === 'variable') {
      value = this.variable(node.names[0] ?? '');
      at = 1;
      if (node.names.length === 1) this.refuseArguments(args, final);
    } else if (node.kind === 'chain') value = this.argument(node.node, dot);
    const last = node.names.length - 1;
    for (; at <= last; at++) {
      const count = at < last ? 0 : args.length - 1 + (final === undefined ? 0 : 1);
      value = this.field(value, node.names[at] ?? '', node, count);
    }
    return value;
  }

  private field(receiver: GoValue, name: string, node: AnyNode, argumentCount: number): GoValue {
    if (receiver.type.kind === 'none') return receiver;
    const value = dereference(receiver);
    const { type } = value;
    const nilPointer = `nil pointer evaluating ${typeName(receiver.type)}.${name}`;
    if (type.kind === 'any') throw this.fail(nilPointer);
    const method = findMethod(type, name);
    if (method !== undefined) {
      if (argumentCount > 0) {
        this.node = node;
        throw this.fail(`wrong number of args for ${name}: want 0 got ${argumentCount}`);
      }
      if (method.kind === 'ok') throw this.fail(brokenMethod(name));
      return callMethod(method, value);
    }
    if (type.kind === 'struct') {
      const field = findField(type, name);
      if (field !== undefined) {
        if (argumentCount > 0) {
          throw this.fail(`${name} has arguments but cannot be invoked as function`);
        }
        return fieldValue(value, field);
      }
    } else if (type.kind === 'map') {
      if (argumentCount > 0) throw this.fail(`${name} is not a method but has arguments`);
      return mapEntry(value, type.elem, name) ?? NO_VALUE;
    } else if (type.kind === 'pointer') {
      const { elem } = type;
      if (elem.kind !== 'struct' || findField(elem, name) !== undefined) throw this.fail(nilPointer);
    }
    throw this.fail(`can't evaluate field ${name} in type ${typeName(receiver.type)}`);
  }

  // Functions

  private apply(
    node: IdentifierNode,
    whole: AnyNode,
    operands: readonly Operand[],
    dot: GoValue,
    final: GoValue | undefined,
  ): GoValue {
    this.node = node;
    const { name } = node;
    const called = this.program.functions.get(name);
    if (called === undefined) throw this.fail(`"${name}" is not a defined function`);
    const problem = countProblem(name, called, operands.length - 1, final === undefined ? 0 : 1);
    if (problem !== undefined) throw this.fail(problem);
    if (called === BUILTINS.and || called === BUILTINS.or) {
      return this.shortCircuit(called === BUILTINS.or, operands, dot, final);
    }
    const args: GoValue[] = [];
    for (let i = 1; i < operands.length; i++) {
      const operand = operands[i];
      if (operand === undefined) break;
      const takesText = i === 1 && called === BUILTINS.printf;
      args.push(takesText ? this.textArgument(operand, dot) : this.argument(operand, dot));
    }
    if (final !== undefined) {
      args.push(args.length === 0 && called === BUILTINS.printf ? this.asText(final) : final);
    }
    try {
      if (called === BUILTINS.call) throw callProblem(operands, args);
      return called.call(args, this.budget);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.node = whole;
      throw this.fail(`error calling ${name}: ${error.message}`);
    }
  }

  /** `and` and `or` stop evaluating at the argument that decides. */
  private shortCircuit(
    stopsAt: boolean,
    operands: readonly Operand[],
    dot: GoValue,
    final: GoValue | undefined,
  ): GoValue {
    let value = NO_VALUE;
    for (let i = 1; i < operands.length; i++) {
      const operand = operands[i];
      if (operand === undefined) break;
      value = this.argument(operand, dot);
      if (isTrue(value) === stopsAt) return value;
    }
    return final ?? value;
  }

  private argument(node: Operand, dot: GoValue): GoValue {
    this.budget.step();
    this.node = node;
    switch (node.kind) {
      case 'field':
      case 'variable':
      case 'chain':
        return this.fields(node, dot, [node], undefined);
      case 'identifier':
        return this.apply(node, node, [node], dot, undefined);
      case 'pipe':
        return this.pipeline(node, dot);
      default:
        return this.constant(node, dot);
    }
  }

  /** printf's format: the one argument of a builtin that must be a string. */
  private textArgument(node: Operand, dot: GoValue): GoValue {
    this.node = node;
    if (node.kind === 'nil') throw this.fail('cannot assign nil to string');
    if (node.kind === 'number' || node.kind === 'bool') {
      throw this.fail(`expected string; found ${nodeSource(node)}`);
    }
    return this.asText(this.argument(node, dot));
  }

  private asText(value: GoValue): GoValue {
    if (value.type.kind === 'none') throw this.fail('invalid value; expected string');
    const inner = insideInterface(value);
    const isPointer = inner.type.kind === 'pointer' && inner.type.elem.kind === 'string';
    if (isPointer && inner.raw === null) throw this.fail('dereference of nil pointer of type string');
    const text = isPointer ? dereference(inner) : inner;
    if (text.type.kind === 'string') return text;
    const { type } = inner.type.kind === 'none' ? value : inner;
    throw this.fail(`wrong type for value; expected ${typeName(STRING)}; got ${typeName(type)}`);
  }
}

/** What is wrong with the number of arguments, if anything. */
export function countProblem(
  name: string,
  called: GoFunction,
  written: number,
  piped: number,
): string | undefined {
  const count = written + piped;
  if (called.maximum === undefined) {
    if (count >= called.minimum) return undefined;
    return `wrong number of args for ${name}: want at least ${called.minimum} got ${written}`;
  }
  if (count >= called.minimum && count <= called.maximum) return undefined;
  return `wrong number of args for ${name}: want ${called.maximum} got ${count}`;
}

/** No value of a template is a function, so `call` always fails; how, depends on its first argument. */
function callProblem(operands: readonly Operand[], args: readonly GoValue[]): CallError {
  const value = insideInterface(args[0] ?? NO_VALUE);
  if (value.type.kind === 'none') return new CallError('call of nil');
  const [, node] = operands;
  let name = `<${typeName(value.type)} Value>`;
  if (node !== undefined) name = nodeSource(node);
  else if (value.type.kind === 'string') name = textOf(value);
  return new CallError(`non-function ${name} of type ${typeName(value.type)}`);
}

/** A number constant as the value Go takes it for when nothing says more; undefined if it overflows int. */
export function constantNumber(node: NumberNode): GoValue | undefined {
  if (node.complex !== undefined) return { type: COMPLEX, raw: node.complex };
  const { source, integer, float } = node;
  const isHex = /^0[xX]/.test(source) && !/[pP]/.test(source);
  const looksFloat = !isHex && !source.startsWith("'") && /[.eEpP]/.test(source);
  if (looksFloat && float !== undefined) return floatValue(float);
  if (integer === undefined) return floatValue(float ?? 0);
  return integer > MAXIMUM_INT64 ? undefined : intValue(integer);
}

function nameSource(node: CallNode): string {
  const source = nodeSource({ ...node, pipe: undefined });
  return source.slice('{{template '.length, -'}}'.length);
}
