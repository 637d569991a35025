/** Evaluates what stands inside actions: pipelines, fields, variables and function calls. */
import { callProblem, constantNumber, countProblem } from './calls.ts';
import { CallError, type TemplateError } from './errors.ts';
import { BUILTINS, type GoFunction } from './functions.ts';
import type { Budget } from './limits.ts';
import { executionError } from './location.ts';
import { brokenMethod, callMethod, findMethod } from './methods.ts';
import {
  type AnyNode,
  type CommandNode,
  type IdentifierNode,
  type NumberNode,
  nodeSource,
  type Operand,
  type PipeNode,
} from './nodes.ts';
import type { ParsedTree } from './parser.ts';
import {
  boolValue,
  dereference,
  fieldValue,
  findField,
  type GoValue,
  insideInterface,
  isTrue,
  mapEntry,
  NO_VALUE,
  STRING,
  stringValue,
  typeName,
} from './values.ts';

/** What all templates of one run share. */
export interface Program {
  readonly tree: ParsedTree;
  readonly functions: ReadonlyMap<string, GoFunction>;
}

/** The state of one template being executed: its variables, and the node errors are reported at. */
export class Expressions {
  protected readonly names: string[] = ['$'];
  protected readonly values: GoValue[];
  /** The node being evaluated: errors name it. */
  protected node: AnyNode = { kind: 'dot', at: 0 };

  protected readonly program: Program;
  protected readonly budget: Budget;
  protected readonly template: string;

  constructor(program: Program, budget: Budget, template: string, data: GoValue) {
    this.program = program;
    this.budget = budget;
    this.template = template;
    this.values = [data];
  }

  protected fail(message: string): TemplateError {
    const { name, source } = this.program.tree;
    return executionError(name, source, this.template, this.node, message);
  }

  // Variables

  protected assign(name: string, value: GoValue): void {
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

  protected pipeline(pipe: PipeNode, dot: GoValue): GoValue {
    this.node = pipe;
    const { commands, variables } = pipe;
    let value: GoValue | undefined;
    // Here and below: a template's first rows run before anything is compiled, and iterators are slow until then.
    for (let i = 0; i < commands.length; i++) {
      value = insideInterface(this.command(commands[i] as CommandNode, dot, value));
    }
    const result = value ?? NO_VALUE;
    if (variables.length > 0) this.keep(pipe, result);
    return result;
  }

  /** Gives the variables of a pipeline its value. */
  private keep({ variables, assigns }: PipeNode, value: GoValue): void {
    for (const variable of variables) {
      const name = variable.names[0] ?? '';
      if (assigns) this.assign(name, value);
      else {
        this.names.push(name);
        this.values.push(value);
      }
    }
  }

  /** `final` is the value of the command before, which becomes the last argument. */
  private command(command: CommandNode, dot: GoValue, final: GoValue | undefined): GoValue {
    this.budget.step();
    const first = command.args[0];
    if (first === undefined) return NO_VALUE;
    if (first.kind === 'field') return this.fields(first, dot, command.args, final);
    switch (first.kind) {
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
    const first = args[0];
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

  protected fields(
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
      value = this.field(value, node.names[at] ?? '', count);
    }
    return value;
  }

  private field(receiver: GoValue, name: string, argumentCount: number): GoValue {
    const { kind } = receiver.type;
    if (kind === 'none') return receiver;
    const value = kind === 'struct' ? receiver : dereference(receiver);
    const { type } = value;
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
    }
    const nilPointer = `nil pointer evaluating ${typeName(receiver.type)}.${name}`;
    if (type.kind === 'any') throw this.fail(nilPointer);
    const method = findMethod(type, name);
    if (method !== undefined) {
      if (argumentCount > 0) {
        throw this.fail(`wrong number of args for ${name}: want 0 got ${argumentCount}`);
      }
      if (method.kind === 'ok') throw this.fail(brokenMethod(name));
      return callMethod(method, value);
    }
    if (type.kind === 'pointer') {
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
