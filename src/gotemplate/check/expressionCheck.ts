/** Checks pipelines: determines the types of their values, and reports errors. */
import { CallError, TemplateError, type UnknownField } from '../errors.ts';
import { executionError } from '../execute/executionError.ts';
import { literalValue } from '../execute/literalValue.ts';
import { BUILTINS } from '../functions/builtins.ts';
import { argumentCountProblem, type GoFunction } from '../functions/function.ts';
import { Budget } from '../limits.ts';
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
  ANY,
  findField,
  findMethod,
  type GoType,
  type GoValue,
  NO_VALUE,
  NONE,
  pointee,
  signatureProblem,
  typeName,
} from '../values/types.ts';
import { bigintOf, isTrue } from '../values/values.ts';

/** What is known of a value without data: its type, and the value itself when it is constant. */
export interface Known {
  readonly type: GoType | undefined;
  readonly constant?: GoValue;
}

/** A call of a template: the value of dot, and whether every execution reaches the call. */
export interface Call {
  readonly name: string;
  readonly dot: Known;
  readonly isCertain: boolean;
}

export const UNKNOWN: Known = { type: undefined };
export const NOTHING: Known = { type: NONE, constant: NO_VALUE };

const known = (value: GoValue): Known => ({ type: value.type, constant: value });

/** Where an error is reported: see `check`. */
type Where = 'always' | 'reachable' | 'certain';

export class ExpressionCheck {
  /** The first error. */
  error: TemplateError | undefined;
  /** The variables that are assigned values of different types. */
  protected readonly changing = new Set<string>();
  /** The types with which variables are declared. */
  protected declared = new Map<string, GoType | undefined>();
  // The variables in scope, as in Expressions.
  protected names: string[] = [];
  protected values: Known[] = [];
  /** The node that is being checked, for error messages. */
  protected node: AnyNode = { kind: 'dot', offset: 0 };
  /** Whether every execution reaches the node. */
  protected isCertain = true;
  /** Whether any execution can reach the node. */
  protected isReachable = true;
  private readonly budget = new Budget({ steps: 100_000, text: 1_000_000 });

  protected readonly template: Template;
  protected readonly call: Call;

  constructor(template: Template, call: Call) {
    this.template = template;
    this.call = call;
  }

  /** Reports an error at the current node. The result is the value of what is wrong. */
  protected report(where: Where, message: string, unknownField?: UnknownField): Known {
    const applies = where === 'always' || (where === 'certain' ? this.isCertain : this.isReachable);
    if (applies) {
      this.error ??= executionError(this.template.tree, this.call.name, this.node, message, unknownField);
    }
    return UNKNOWN;
  }

  protected scoped(work: () => void): void {
    const { length } = this.names;
    work();
    this.names.length = length;
    this.values.length = length;
  }

  /** Checks a branch that is always executed (true), never executed (false), or depends on data (undefined). */
  protected inBranch(isExecuted: boolean | undefined, work: () => void): void {
    const { isCertain, isReachable } = this;
    this.isCertain = isCertain && isExecuted === true;
    this.isReachable = isReachable && isExecuted !== false;
    this.scoped(work);
    this.isCertain = isCertain;
    this.isReachable = isReachable;
  }

  // Variables

  /** What is known of a variable with this value: nothing, if it is assigned another type elsewhere. */
  protected variableValue(name: string, value: Known): Known {
    if (this.changing.has(name)) return UNKNOWN;
    if (!this.declared.has(name)) this.declared.set(name, value.type);
    return value;
  }

  protected declare(name: string, value: Known): void {
    this.names.push(name);
    this.values.push(this.variableValue(name, value));
  }

  protected assign(name: string, value: Known): void {
    const index = this.names.lastIndexOf(name);
    if (index < 0) this.report('certain', `undefined variable: ${name}`);
    // An assignment also ends what is known of a constant.
    else if (this.values[index]?.constant !== undefined || this.values[index]?.type !== value.type) {
      this.changing.add(name);
    }
  }

  // Pipelines

  protected pipeline(pipe: PipeNode, dot: Known): Known {
    this.node = pipe;
    let value: Known | undefined;
    for (const command of pipe.commands) {
      value = this.command(command, dot, value);
      // The value in an interface can have any type.
      if (value.type?.kind === 'any') value = UNKNOWN;
    }
    const result = value ?? UNKNOWN;
    for (const variable of pipe.variables) {
      const name = variable.names[0] ?? '';
      if (pipe.assigns) this.assign(name, result);
      else this.declare(name, result);
    }
    return result;
  }

  private command(command: CommandNode, dot: Known, final: Known | undefined): Known {
    const [first] = command.args;
    if (first === undefined) return UNKNOWN;
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
        if (first.kind === 'nil') return this.report('reachable', 'nil is not a command');
        return this.literal(first, dot);
    }
  }

  private refuseArguments(args: readonly Operand[], final: Known | undefined): void {
    const [first] = args;
    if (first !== undefined && (args.length > 1 || final !== undefined)) {
      this.report('reachable', `can't give argument to non-function ${nodeSource(first)}`);
    }
  }

  private literal(node: LiteralNode | DotNode, dot: Known): Known {
    if (node.kind === 'dot') return dot;
    const value = literalValue(node);
    if (value === undefined) return this.report('reachable', `${nodeSource(node)} overflows int`);
    return known(value);
  }

  private fields(
    node: FieldNode | ChainNode | VariableNode,
    dot: Known,
    args: readonly Operand[],
    final: Known | undefined,
  ): Known {
    this.node = node;
    let value = dot;
    let index = 0;
    if (node.kind === 'variable') {
      value = this.values[this.names.lastIndexOf(node.names[0] ?? '')] ?? UNKNOWN;
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

  private field(receiver: Known, name: string, argumentCount: number): Known {
    const type = pointee(receiver.type ?? ANY);
    switch (type.kind) {
      case 'any':
        return UNKNOWN;
      case 'none':
        return NOTHING;
      case 'map':
        // A missing key gives NO_VALUE, of which any field is NO_VALUE again.
        return UNKNOWN;
      case 'struct': {
        const method = findMethod(type, name);
        if (method !== undefined) {
          const problem = signatureProblem(name, method);
          if (problem !== undefined) return this.report('always', problem);
          if (argumentCount === 0) return { type: method.result };
          return this.report('reachable', `wrong number of args for ${name}: want 0 got ${argumentCount}`);
        }
        const field = findField(type, name);
        if (field === undefined) break;
        if (argumentCount === 0) return { type: field.type };
        return this.report('reachable', `${name} has arguments but cannot be invoked as function`);
      }
    }
    const candidates = type.kind === 'struct' ? type.fields.map((field) => field.name) : [];
    return this.report('always', `can't evaluate field ${name} in type ${typeName(receiver.type ?? type)}`, {
      name,
      type,
      candidates,
    });
  }

  // Functions

  private apply(
    node: IdentifierNode,
    whole: AnyNode,
    operands: readonly Operand[],
    dot: Known,
    final: Known | undefined,
  ): Known {
    this.node = node;
    const called = this.template.functions.get(node.name);
    if (called === undefined) return UNKNOWN;
    const problem = argumentCountProblem(node.name, called, operands.length - 1, final === undefined ? 0 : 1);
    if (problem !== undefined) return this.report('reachable', problem);
    const stopsAt = called === BUILTINS.or ? true : called === BUILTINS.and ? false : undefined;
    if (stopsAt !== undefined) return this.shortCircuit(stopsAt, operands.slice(1), dot, final);
    const args = operands.slice(1).map((operand) => this.argument(operand, dot));
    if (final !== undefined) args.push(final);
    this.node = whole;
    if (called === BUILTINS.call) return this.report('reachable', notCallable(operands[1], args[0]));
    return this.result(node.name, called, args);
  }

  /** The result of a call. A builtin function with constant arguments is called. */
  private result(name: string, called: GoFunction, args: readonly Known[]): Known {
    const constants = args.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
    const format = called === BUILTINS.printf ? args[0] : undefined;
    const isFormatValid = format?.constant === undefined || format.type?.kind === 'string';
    const negative = called === BUILTINS.index ? negativeIndex(args) : undefined;
    if (negative !== undefined)
      return this.report('certain', `error calling index: index out of range: ${negative}`);
    if (BUILTINS[name] !== called || constants.length < args.length || !isFormatValid) {
      return { type: called.result?.(args.map(({ type }) => type)) };
    }
    try {
      return known(called.call(constants, this.budget));
    } catch (error) {
      if (error instanceof CallError) {
        return this.report('certain', `error calling ${name}: ${error.message}`);
      }
      if (error instanceof TemplateError) return UNKNOWN;
      throw error;
    }
  }

  private shortCircuit(
    stopsAt: boolean,
    operands: readonly Operand[],
    dot: Known,
    final: Known | undefined,
  ): Known {
    const { isCertain, isReachable } = this;
    const seen: Known[] = [];
    for (const operand of operands) {
      const value = this.argument(operand, dot);
      seen.push(value);
      this.isCertain = false;
      const truth = value.constant === undefined ? undefined : isTrue(value.constant);
      if (truth === stopsAt) {
        // If all arguments so far are constant, so is the result.
        if (this.isReachable && seen.every(({ constant }) => constant !== undefined)) {
          Object.assign(this, { isCertain, isReachable });
          return this.skipArguments(operands.slice(seen.length), dot, value);
        }
        this.isReachable = false;
      } else if (truth !== undefined && seen.every(({ constant }) => constant !== undefined)) {
        this.isCertain = isCertain;
      }
    }
    if (final !== undefined) seen.push(final);
    this.isCertain = isCertain;
    this.isReachable = isReachable;
    const last = seen.at(-1) ?? UNKNOWN;
    if (seen.every(({ constant }) => constant !== undefined)) return last;
    return seen.every(({ type }) => type === last.type) ? { type: last.type } : UNKNOWN;
  }

  /** Checks arguments that are never evaluated, which can still have unknown fields. Returns `value`. */
  private skipArguments(operands: readonly Operand[], dot: Known, value: Known): Known {
    this.inBranch(false, () => {
      for (const operand of operands) this.argument(operand, dot);
    });
    return value;
  }

  private argument(node: Operand, dot: Known): Known {
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
}

/** A constant index below 0 into a slice or string. No data can make it valid. */
function negativeIndex([item, position]: readonly Known[]): bigint | undefined {
  const kind = pointee(item?.type ?? ANY).kind;
  const constant = position?.constant;
  if ((kind !== 'slice' && kind !== 'string') || constant?.type.kind !== 'int') return undefined;
  const index = bigintOf(constant);
  return index < 0n ? index : undefined;
}

/** The error of `call`: templates have no values that are functions. */
function notCallable(node: Operand | undefined, value: Known | undefined): string {
  if (value?.type?.kind === 'none') return 'error calling call: call of nil';
  const name = node === undefined ? 'value' : nodeSource(node);
  const type = value?.type === undefined ? '' : ` of type ${typeName(value.type)}`;
  return `error calling call: non-function ${name}${type}`;
}
