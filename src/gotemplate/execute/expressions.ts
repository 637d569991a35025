/** Evaluates pipelines: fields, variables, literals and function calls. */
import { CallError, type TemplateError } from '../errors.ts';
import { BUILTINS } from '../functions/builtins.ts';
import { argumentCountProblem } from '../functions/function.ts';
import type { Budget } from '../limits.ts';
import { nodeSource } from '../parse/nodeSource.ts';
import type {
  AnyNode,
  ChainNode,
  CommandNode,
  DotNode,
  FieldNode,
  IdentifierNode,
  LiteralNode,
  Operand,
  PipeNode,
  VariableNode,
} from '../parse/nodes.ts';
import type { Template } from '../template.ts';
import {
  findField,
  findMethod,
  type GoValue,
  NO_VALUE,
  STRING,
  signatureProblem,
  typeName,
} from '../values/types.ts';
import { dereference, fieldValue, insideInterface, isTrue, mapEntry, textOf } from '../values/values.ts';
import { executionError } from './executionError.ts';
import { literalValue } from './literalValue.ts';

/** Evaluates the pipelines of one call of a template, whose variables it holds. */
export class Expressions {
  // The names and values of the variables in scope. A name can occur several times; the last one counts.
  protected readonly names: string[] = ['$'];
  protected readonly values: GoValue[];
  /** The node that is being evaluated, for error messages. */
  protected node: AnyNode = { kind: 'dot', offset: 0 };

  protected readonly template: Template;
  protected readonly budget: Budget;
  /** The name under which this template was called. */
  private readonly calledName: string;

  constructor(template: Template, budget: Budget, calledName: string, data: GoValue) {
    this.template = template;
    this.budget = budget;
    this.calledName = calledName;
    this.values = [data];
  }

  protected fail(message: string): TemplateError {
    return executionError(this.template.tree, this.calledName, this.node, message);
  }

  // Variables

  protected assign(name: string, value: GoValue): void {
    const index = this.names.lastIndexOf(name);
    if (index < 0) throw this.fail(`undefined variable: ${name}`);
    this.values[index] = value;
  }

  private variable(name: string): GoValue {
    const value = this.values[this.names.lastIndexOf(name)];
    if (value === undefined) throw this.fail(`undefined variable: ${name}`);
    return value;
  }

  // Pipelines

  protected pipeline(pipe: PipeNode, dot: GoValue): GoValue {
    this.node = pipe;
    const { commands, variables, assigns } = pipe;
    let value: GoValue | undefined;
    // By index: see Execution.list.
    for (let i = 0; i < commands.length; i++)
      value = insideInterface(this.command(commands[i] as CommandNode, dot, value));
    const result = value ?? NO_VALUE;
    for (let i = 0; i < variables.length; i++) {
      const name = variables[i]?.names[0] ?? '';
      if (assigns) this.assign(name, result);
      else {
        this.names.push(name);
        this.values.push(result);
      }
    }
    return result;
  }

  /** `final` is the value of the previous command in the pipeline, which becomes the last argument. */
  private command(command: CommandNode, dot: GoValue, final: GoValue | undefined): GoValue {
    this.budget.step();
    const first = command.args[0];
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
        return this.literal(first, dot);
    }
  }

  private refuseArguments(args: readonly Operand[], final: GoValue | undefined): void {
    const first = args[0];
    if (first !== undefined && (args.length > 1 || final !== undefined)) {
      throw this.fail(`can't give argument to non-function ${nodeSource(first)}`);
    }
  }

  private literal(node: LiteralNode | DotNode, dot: GoValue): GoValue {
    if (node.kind === 'dot') return dot;
    const value = literalValue(node);
    if (value === undefined) throw this.fail(`${nodeSource(node)} overflows int`);
    return value;
  }

  // Fields

  private fields(
    node: FieldNode | ChainNode | VariableNode,
    dot: GoValue,
    args: readonly Operand[],
    final: GoValue | undefined,
  ): GoValue {
    this.node = node;
    let value = dot;
    let index = 0;
    if (node.kind === 'variable') {
      value = this.variable(node.names[0] ?? '');
      index = 1;
      if (node.names.length === 1) this.refuseArguments(args, final);
    } else if (node.kind === 'chain') value = this.argument(node.node, dot);
    const last = node.names.length - 1;
    for (; index <= last; index++) {
      const count = index < last ? 0 : args.length - 1 + (final === undefined ? 0 : 1);
      value = this.field(value, node.names[index] ?? '', count);
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
      const problem = signatureProblem(name, method);
      if (problem !== undefined) throw this.fail(problem);
      return method.call(value);
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
    const called = this.template.functions.get(name);
    if (called === undefined) throw this.fail(`"${name}" is not a defined function`);
    const problem = argumentCountProblem(name, called, operands.length - 1, final === undefined ? 0 : 1);
    if (problem !== undefined) throw this.fail(problem);
    if (called === BUILTINS.and || called === BUILTINS.or) {
      return this.shortCircuit(called === BUILTINS.or, operands, dot, final);
    }
    const args: GoValue[] = [];
    for (const operand of operands.slice(1)) {
      const isFormat = args.length === 0 && called === BUILTINS.printf;
      args.push(isFormat ? this.stringArgument(operand, dot) : this.argument(operand, dot));
    }
    if (final !== undefined) {
      args.push(args.length === 0 && called === BUILTINS.printf ? this.asString(final) : final);
    }
    try {
      if (called === BUILTINS.call) throw notCallable(operands[1], args[0]);
      return called.call(args, this.budget);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.node = whole;
      throw this.fail(`error calling ${name}: ${error.message}`);
    }
  }

  /** `and` and `or` stop at the first argument that determines the result. */
  private shortCircuit(
    stopsAt: boolean,
    operands: readonly Operand[],
    dot: GoValue,
    final: GoValue | undefined,
  ): GoValue {
    let value = NO_VALUE;
    for (const operand of operands.slice(1)) {
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
        return this.literal(node, dot);
    }
  }

  /** The format of printf, which is the only argument of a builtin function that must be a string. */
  private stringArgument(node: Operand, dot: GoValue): GoValue {
    this.node = node;
    if (node.kind === 'nil') throw this.fail('cannot assign nil to string');
    if (node.kind === 'number' || node.kind === 'bool') {
      throw this.fail(`expected string; found ${nodeSource(node)}`);
    }
    return this.asString(this.argument(node, dot));
  }

  private asString(value: GoValue): GoValue {
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

/** The error of `call`: templates have no values that are functions. */
function notCallable(operand: Operand | undefined, value: GoValue | undefined): CallError {
  const inner = insideInterface(value ?? NO_VALUE);
  const type = typeName(inner.type);
  if (inner.type.kind === 'none') return new CallError('call of nil');
  const piped = inner.type.kind === 'string' ? textOf(inner) : `<${type} Value>`;
  return new CallError(`non-function ${operand === undefined ? piped : nodeSource(operand)} of type ${type}`);
}
