/** Follows types through pipelines as running them would follow values, and complains of what cannot work. */
import { constantNumber, countProblem } from './calls.ts';
import { CallError, TemplateError } from './errors.ts';
import type { Program } from './expressions.ts';
import { BUILTINS, type GoFunction } from './functions.ts';
import { Budget } from './limits.ts';
import { executionError } from './location.ts';
import { brokenMethod, findMethod, methodType } from './methods.ts';
import {
  type AnyNode,
  type CommandNode,
  type IdentifierNode,
  nodeSource,
  type Operand,
  type PipeNode,
} from './nodes.ts';
import {
  ANY,
  BOOL,
  bigintOf,
  fieldType,
  findField,
  type GoType,
  type GoValue,
  isTrue,
  NO_VALUE,
  NONE,
  STRING,
  typeName,
} from './values.ts';

/** What is known of a value before it exists: its type, and the value itself when it is a constant. */
export interface Known {
  readonly type: GoType | undefined;
  readonly constant?: GoValue;
}

/** A template to check: called with a dot of this type, and surely or only perhaps. */
export interface Visit {
  readonly name: string;
  readonly dot: Known;
  readonly certain: boolean;
}

export const UNKNOWN: Known = { type: undefined };
export const NOTHING: Known = { type: NONE, constant: NO_VALUE };

const known = (value: GoValue): Known => ({ type: value.type, constant: value });
export const ofType = (type: GoType | undefined): Known => (type?.kind === 'none' ? NOTHING : { type });

/** The types of pipelines; `error` is the first complaint. */
export class ExpressionCheck {
  error: TemplateError | undefined;
  /** Variables that hold values of several types over time. */
  protected readonly changing = new Set<string>();
  protected declared = new Map<string, GoType | undefined>();
  protected names: string[] = [];
  protected values: Known[] = [];
  protected node: AnyNode = { kind: 'dot', at: 0 };
  protected certain = true;
  protected reachable = true;
  protected readonly budget = new Budget({ steps: 100_000, text: 1_000_000 });

  protected readonly program: Program;
  protected readonly visit: Visit;

  constructor(program: Program, visit: Visit) {
    this.program = program;
    this.visit = visit;
  }

  protected complain(strength: 'always' | 'reachable' | 'certain', message: string): Known {
    const counts = strength === 'always' || (strength === 'certain' ? this.certain : this.reachable);
    if (counts && this.error === undefined) {
      const { name, source } = this.program.tree;
      this.error = executionError(name, source, this.visit.name, this.node, message);
    }
    return UNKNOWN;
  }

  protected scoped(work: () => void): void {
    const { length } = this.names;
    work();
    this.names.length = length;
    this.values.length = length;
  }

  /** Runs `work` where it is known to run (true), known not to (false), or neither. */
  protected within(runs: boolean | undefined, work: () => void): void {
    const { certain, reachable } = this;
    this.certain = certain && runs === true;
    this.reachable = reachable && runs !== false;
    this.scoped(work);
    this.certain = certain;
    this.reachable = reachable;
  }

  // Variables

  /** What to think of a variable that gets this value: nothing, if it gets others elsewhere. */
  protected settle(name: string, value: Known): Known {
    if (this.changing.has(name)) return UNKNOWN;
    if (!this.declared.has(name)) this.declared.set(name, value.type);
    return value;
  }

  protected declare(name: string, value: Known): void {
    this.names.push(name);
    this.values.push(this.settle(name, value));
  }

  protected assign(name: string, value: Known): void {
    const at = this.names.lastIndexOf(name);
    if (at < 0) this.complain('certain', `undefined variable: ${name}`);
    // A constant type may stay, a constant value may not.
    else if (this.values[at]?.constant !== undefined || this.values[at]?.type !== value.type) {
      this.changing.add(name);
    }
  }

  // Pipelines

  protected pipeline(pipe: PipeNode, dot: Known): Known {
    this.node = pipe;
    let value: Known | undefined;
    for (const command of pipe.commands) {
      value = this.command(command, dot, value);
      // What an interface holds is not known before it holds it.
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
        if (first.kind === 'nil') return this.complain('reachable', 'nil is not a command');
        return this.constant(first, dot);
    }
  }

  private refuseArguments(args: readonly Operand[], final: Known | undefined): void {
    const [first] = args;
    if (first !== undefined && (args.length > 1 || final !== undefined)) {
      this.complain('reachable', `can't give argument to non-function ${nodeSource(first)}`);
    }
  }

  private constant(node: Operand, dot: Known): Known {
    switch (node.kind) {
      case 'bool':
        return known({ type: BOOL, raw: node.value });
      case 'string':
        return known({ type: STRING, raw: node.text });
      case 'number': {
        const value = constantNumber(node);
        return value === undefined
          ? this.complain('reachable', `${node.source} overflows int`)
          : known(value);
      }
      default:
        return node.kind === 'dot' ? dot : NOTHING;
    }
  }

  private fields(
    node: Operand & { readonly names: readonly string[] },
    dot: Known,
    args: readonly Operand[],
    final: Known | undefined,
  ): Known {
    this.node = node;
    let value = dot;
    let at = 0;
    if (node.kind === 'variable') {
      value = this.values[this.names.lastIndexOf(node.names[0] ?? '')] ?? UNKNOWN;
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

  private field(receiver: Known, name: string, argumentCount: number): Known {
    const type = pointee(receiver.type ?? ANY);
    switch (type.kind) {
      case 'any':
        return UNKNOWN;
      case 'none':
        return NOTHING;
      case 'map':
        // A missing key gives no value, of which anything may be asked.
        return UNKNOWN;
      case 'struct': {
        const method = findMethod(type, name);
        if (method?.kind === 'ok') return this.complain('always', brokenMethod(name));
        const field = findField(type, name);
        if (field === undefined && method === undefined) break;
        if (argumentCount > 0) {
          const message =
            method === undefined
              ? `${name} has arguments but cannot be invoked as function`
              : `wrong number of args for ${name}: want 0 got ${argumentCount}`;
          return this.complain('reachable', message);
        }
        return ofType(
          method !== undefined ? methodType(method) : field === undefined ? undefined : fieldType(field),
        );
      }
    }
    const shown = typeName(receiver.type ?? type);
    const isFirst = this.error === undefined;
    this.complain('always', `can't evaluate field ${name} in type ${shown}`);
    if (isFirst && this.error) this.error.unknownField = { field: name, type };
    return UNKNOWN;
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
    const called = this.program.functions.get(node.name);
    if (called === undefined) return UNKNOWN;
    const problem = countProblem(node.name, called, operands.length - 1, final === undefined ? 0 : 1);
    if (problem !== undefined) return this.complain('reachable', problem);
    const stopsAt = called === BUILTINS.or ? true : called === BUILTINS.and ? false : undefined;
    if (stopsAt !== undefined) return this.shortCircuit(stopsAt, operands.slice(1), dot, final);
    const args = operands.slice(1).map((operand) => this.argument(operand, dot));
    if (final !== undefined) args.push(final);
    this.node = whole;
    if (called === BUILTINS.call) return this.complain('reachable', callProblem(operands[1], args[0]));
    return this.result(node.name, called, args);
  }

  /** The result of a call; the value itself when a builtin is given constants only. */
  private result(name: string, called: GoFunction, args: readonly Known[]): Known {
    const constants = args.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
    const format = called === BUILTINS.printf ? args[0] : undefined;
    const takesText = format?.constant === undefined || format.type?.kind === 'string';
    const negative = called === BUILTINS.index ? negativeIndex(args) : undefined;
    if (negative !== undefined)
      return this.complain('certain', `error calling index: index out of range: ${negative}`);
    if (BUILTINS[name] !== called || constants.length < args.length || !takesText) {
      return ofType(called.result?.(args.map(({ type }) => type)));
    }
    try {
      return known(called.call(constants, this.budget));
    } catch (error) {
      if (error instanceof CallError) {
        return this.complain('certain', `error calling ${name}: ${error.message}`);
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
    const { certain, reachable } = this;
    const seen: Known[] = [];
    for (const operand of operands) {
      const value = this.argument(operand, dot);
      seen.push(value);
      this.certain = false;
      const truth = value.constant === undefined ? undefined : isTrue(value.constant);
      if (truth === stopsAt) {
        // Constants before it did not decide: this one does.
        if (this.reachable && seen.every(({ constant }) => constant !== undefined)) {
          Object.assign(this, { certain, reachable });
          return this.restOf(operands.slice(seen.length), dot, value);
        }
        this.reachable = false;
      } else if (truth !== undefined && seen.every(({ constant }) => constant !== undefined)) {
        this.certain = certain;
      }
    }
    if (final !== undefined) seen.push(final);
    this.certain = certain;
    this.reachable = reachable;
    const last = seen.at(-1) ?? UNKNOWN;
    if (seen.every(({ constant }) => constant !== undefined)) return last;
    return seen.every(({ type }) => type === last.type) ? { type: last.type } : UNKNOWN;
  }

  /** Looks through operands that never run, for fields that do not exist. */
  private restOf(operands: readonly Operand[], dot: Known, value: Known): Known {
    this.within(false, () => {
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
        return this.constant(node, dot);
    }
  }
}

/** What a pointer points to, in the end. */
export function pointee(type: GoType): GoType {
  let current = type;
  while (current.kind === 'pointer') current = current.elem;
  return current;
}

/** A constant position before the first element of a list or text, whatever it will hold. */
function negativeIndex([item, position]: readonly Known[]): bigint | undefined {
  const kind = pointee(item?.type ?? ANY).kind;
  const constant = position?.constant;
  if ((kind !== 'slice' && kind !== 'string') || constant?.type.kind !== 'int') return undefined;
  const at = bigintOf(constant);
  return at < 0n ? at : undefined;
}

function callProblem(node: Operand | undefined, value: Known | undefined): string {
  if (value?.type?.kind === 'none') return 'error calling call: call of nil';
  const name = node === undefined ? 'value' : nodeSource(node);
  const type = value?.type === undefined ? '' : ` of type ${typeName(value.type)}`;
  return `error calling call: non-function ${name}${type}`;
}
