/** Go's fmt.Sprintf, Sprint and Sprintln. */
import { rejoin } from '../../go/byteString.ts';
import { Budget } from '../limits.ts';
import { type GoValue, typeName } from '../values/types.ts';
import { bigintOf, dereference } from '../values/values.ts';
import { noFlags } from './flags.ts';
import { printOperand } from './printer.ts';

/** fmt's limit for widths, precisions and argument indexes. */
const MAX_NUMBER = 1_000_000;
const STEPS_PER_DIRECTIVE = 4;

/** fmt.Sprintf: reports a mistake in the text, as `%!d(string=a)`. @throws {TemplateError} at a limit of the budget */
export function sprintf(format: string, args: readonly GoValue[], budget = new Budget()): string {
  return rejoin(new Format(format, args, budget).run());
}

/** fmt.Sprint: adds a space between operands when neither is a string. */
export function sprint(args: readonly GoValue[], budget = new Budget()): string {
  const flags = noFlags();
  let text = '';
  let afterString = true;
  for (const arg of args) {
    const isString = dereference(arg).type.kind === 'string';
    if (!isString && !afterString) text += ' ';
    text += printOperand(arg, 'v', flags, budget);
    afterString = isString;
  }
  return rejoin(text);
}

/** fmt.Sprintln: adds spaces between operands and a newline. */
export function sprintln(args: readonly GoValue[], budget = new Budget()): string {
  const flags = noFlags();
  return rejoin(`${args.map((arg) => printOperand(arg, 'v', flags, budget)).join(' ')}\n`);
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** The number that the digits form; undefined for other text. Like fmt, compares with the limit before the last digit. */
function parseNumber(digits: string): number | undefined {
  if (!/^[0-9]+$/.test(digits) || Number(digits.slice(0, -1)) > MAX_NUMBER) return undefined;
  return Number(digits);
}

class Format {
  private offset = 0;
  private nextArgument = 0;
  private isIndexValid = true;
  private hasIndexes = false;
  /** Whether the previous part of the directive is an argument index like `[3]`. */
  private afterIndex = false;

  private readonly format: string;
  private readonly args: readonly GoValue[];
  private readonly budget: Budget;
  private readonly pieces: string[] = [];
  private verbFlags = noFlags();

  constructor(format: string, args: readonly GoValue[], budget: Budget) {
    this.format = format;
    this.args = args;
    this.budget = budget;
  }

  private write(text: string): void {
    this.budget.spendText(text.length);
    this.pieces.push(text);
  }

  run(): string {
    this.budget.spendSteps(this.format.length / 4);
    while (this.offset < this.format.length) {
      const percent = this.format.indexOf('%', this.offset);
      const end = percent < 0 ? this.format.length : percent;
      if (end > this.offset) this.write(this.format.slice(this.offset, end));
      this.offset = end + 1;
      if (percent >= 0) this.directive();
    }
    if (!this.hasIndexes && this.nextArgument < this.args.length) this.writeExtraArguments();
    return this.pieces.join('');
  }

  private directive(): void {
    this.verbFlags = noFlags();
    this.budget.spendSteps(STEPS_PER_DIRECTIVE);
    this.isIndexValid = true;
    this.flags();
    this.index();
    this.width();
    this.precision();
    if (!this.afterIndex) this.index();
    const rune = this.format.codePointAt(this.offset);
    if (rune === undefined) {
      this.write('%!(NOVERB)');
      return;
    }
    const verb = String.fromCodePoint(rune);
    this.offset += verb.length;
    const arg = this.args[this.nextArgument];
    if (verb === '%') this.write('%');
    else if (!this.isIndexValid) this.write(`%!${verb}(BADINDEX)`);
    else if (arg === undefined) this.write(`%!${verb}(MISSING)`);
    else {
      // Sprintf refuses %w, but only after it has read the flags as for %v.
      if (verb === 'v' || verb === 'w') this.useFlagsOfV();
      this.nextArgument++;
      this.write(printOperand(arg, verb, this.verbFlags, this.budget));
    }
  }

  private useFlagsOfV(): void {
    const flags = this.verbFlags;
    if (flags.sharp) flags.sharpV = true;
    if (flags.plus) flags.plusV = true;
    flags.sharp = false;
    flags.plus = false;
  }

  private flags(): void {
    for (; ; this.offset++) {
      switch (this.format[this.offset]) {
        case '#':
          this.verbFlags.sharp = true;
          break;
        case '0':
          this.verbFlags.zero = true;
          break;
        case '+':
          this.verbFlags.plus = true;
          break;
        case '-':
          this.verbFlags.minus = true;
          break;
        case ' ':
          this.verbFlags.space = true;
          break;
        default:
          return;
      }
    }
  }

  private width(): void {
    if (this.format[this.offset] === '*') {
      this.offset++;
      const width = this.integerArgument();
      if (width === undefined) this.write('%!(BADWIDTH)');
      else {
        this.verbFlags.width = Math.abs(width);
        if (width < 0) this.verbFlags.minus = true;
      }
      this.afterIndex = false;
      return;
    }
    const width = this.number();
    // An argument index before a width is only valid when the width is `*`.
    if (width !== undefined && this.afterIndex) this.isIndexValid = false;
    this.verbFlags.width = width;
  }

  private precision(): void {
    // A period at the end of the format is read as the verb.
    if (this.format[this.offset] !== '.' || this.offset + 1 === this.format.length) return;
    this.offset++;
    if (this.afterIndex) this.isIndexValid = false;
    this.index();
    if (this.format[this.offset] === '*') {
      this.offset++;
      const precision = this.integerArgument();
      if (precision === undefined) this.write('%!(BADPREC)');
      else if (precision >= 0) this.verbFlags.precision = precision;
      else this.write('%!(BADPREC)');
      this.afterIndex = false;
      return;
    }
    this.verbFlags.precision = this.number() ?? 0;
  }

  /** The digits at the current position as a number. Like fmt, skips the rest of the format after one that is too large. */
  private number(): number | undefined {
    const start = this.offset;
    while (isDigit(this.format.charCodeAt(this.offset))) this.offset++;
    const number = parseNumber(this.format.slice(start, this.offset));
    if (number === undefined && this.offset > start) this.offset = this.format.length;
    return number;
  }

  /** The argument for a `*`; undefined when it is not an integer, or is too large. */
  private integerArgument(): number | undefined {
    const arg = this.args[this.nextArgument];
    if (arg === undefined) return undefined;
    this.nextArgument++;
    const value = dereference(arg);
    if (value.type.kind !== 'int') return undefined;
    const number = Number(bigintOf(value));
    return Math.abs(number) > MAX_NUMBER ? undefined : number;
  }

  /** Reads an argument index: `[n]` makes argument n the next one. An index out of range still counts as an index. */
  private index(): void {
    this.afterIndex = false;
    if (this.format[this.offset] !== '[') return;
    this.hasIndexes = true;
    const close = this.format.indexOf(']', this.offset);
    this.budget.spendSteps(((close < 0 ? this.format.length : close) - this.offset) / 32);
    // Like fmt, does not search for the bracket when the format is too short for a number.
    const isClosed = close >= 0 && this.offset + 2 < this.format.length;
    const digits = isClosed ? this.format.slice(this.offset + 1, close) : '';
    this.afterIndex = parseNumber(digits) !== undefined;
    const number = Number(digits);
    this.offset = isClosed ? close + 1 : this.offset + 1;
    if (this.afterIndex && number > 0 && number <= this.args.length) this.nextArgument = number - 1;
    else this.isIndexValid = false;
  }

  private writeExtraArguments(): void {
    const flags = noFlags();
    this.write('%!(EXTRA ');
    for (const [index, arg] of this.args.slice(this.nextArgument).entries()) {
      if (index > 0) this.write(', ');
      const value = dereference(arg);
      if (value.type.kind === 'none' || value.type.kind === 'any') {
        this.write('<nil>');
        continue;
      }
      this.write(`${typeName(value.type)}=`);
      this.write(printOperand(arg, 'v', flags, this.budget));
    }
    this.write(')');
  }
}
