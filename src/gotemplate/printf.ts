/** Go's fmt.Sprintf, Sprint and Sprintln: reads the format, leaves the values to the printer. */
import { rejoin } from './bytes.ts';
import { noFlags } from './flags.ts';
import { Budget } from './limits.ts';
import { printOperand } from './printer.ts';
import { bigintOf, dereference, type GoValue, typeName } from './values.ts';

/** Widths, precisions and argument numbers well beyond this are refused, as fmt refuses them. */
const TOO_LARGE = 1_000_000;
/** A verb costs as much as looking at that many characters. */
const COST = 128;

/** fmt.Sprintf. Never throws but for the budget: mistakes are reported in the text, as `%!d(string=a)`. */
export function sprintf(format: string, args: readonly GoValue[], budget = new Budget()): string {
  return rejoin(new Format(format, args, budget).run());
}

/** fmt.Sprint: a space between two operands when neither is a string. */
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

/** fmt.Sprintln: spaces between all operands, a newline at the end. */
export function sprintln(args: readonly GoValue[], budget = new Budget()): string {
  const flags = noFlags();
  return rejoin(`${args.map((arg) => printOperand(arg, 'v', flags, budget)).join(' ')}\n`);
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** A number of digits alone; undefined for none, or for too large a one. fmt compares before it takes a digit. */
function parseNumber(digits: string): number | undefined {
  if (!/^[0-9]+$/.test(digits) || Number(digits.slice(0, -1)) > TOO_LARGE) return undefined;
  return Number(digits);
}

class Format {
  private at = 0;
  private next = 0;
  private indexIsGood = true;
  private reordered = false;
  /** True right after an index like [3], which then counts for what follows it. */
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
    this.budget.made(text.length);
    this.pieces.push(text);
  }

  run(): string {
    this.budget.looked(this.format.length * 8);
    while (this.at < this.format.length) {
      const percent = this.format.indexOf('%', this.at);
      const end = percent < 0 ? this.format.length : percent;
      if (end > this.at) this.write(this.format.slice(this.at, end));
      this.at = end + 1;
      if (percent >= 0) this.directive();
    }
    if (!this.reordered && this.next < this.args.length) this.extra();
    return this.pieces.join('');
  }

  private directive(): void {
    this.verbFlags = noFlags();
    this.budget.looked(COST);
    this.indexIsGood = true;
    this.flags();
    this.index();
    this.width();
    this.precision();
    if (!this.afterIndex) this.index();
    const rune = this.format.codePointAt(this.at);
    if (rune === undefined) {
      this.write('%!(NOVERB)');
      return;
    }
    const verb = String.fromCodePoint(rune);
    this.at += verb.length;
    const arg = this.args[this.next];
    if (verb === '%') this.write('%');
    else if (!this.indexIsGood) this.write(`%!${verb}(BADINDEX)`);
    else if (arg === undefined) this.write(`%!${verb}(MISSING)`);
    else {
      // %w is %v for Errorf; here it is refused, but with the flags of %v.
      if (verb === 'v' || verb === 'w') this.markV();
      this.next++;
      this.write(printOperand(arg, verb, this.verbFlags, this.budget));
    }
  }

  private markV(): void {
    const flags = this.verbFlags;
    if (flags.sharp) flags.sharpV = true;
    if (flags.plus) flags.plusV = true;
    flags.sharp = false;
    flags.plus = false;
  }

  private flags(): void {
    for (; ; this.at++) {
      switch (this.format[this.at]) {
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
    if (this.format[this.at] === '*') {
      this.at++;
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
    // An index right before a plain width belongs to nothing.
    if (width !== undefined && this.afterIndex) this.indexIsGood = false;
    this.verbFlags.width = width;
  }

  private precision(): void {
    // A point that ends the format is taken for the verb.
    if (this.format[this.at] !== '.' || this.at + 1 === this.format.length) return;
    this.at++;
    if (this.afterIndex) this.indexIsGood = false;
    this.index();
    if (this.format[this.at] === '*') {
      this.at++;
      const precision = this.integerArgument();
      if (precision === undefined) this.write('%!(BADPREC)');
      else if (precision >= 0) this.verbFlags.precision = precision;
      else this.write('%!(BADPREC)');
      this.afterIndex = false;
      return;
    }
    this.verbFlags.precision = this.number() ?? 0;
  }

  /** Digits at the current position. A number too large swallows the rest of the format, as in fmt. */
  private number(): number | undefined {
    const start = this.at;
    while (isDigit(this.format.charCodeAt(this.at))) this.at++;
    const number = parseNumber(this.format.slice(start, this.at));
    if (number === undefined && this.at > start) this.at = this.format.length;
    return number;
  }

  /** The argument a `*` takes; undefined when it is no usable integer. */
  private integerArgument(): number | undefined {
    const arg = this.args[this.next];
    if (arg === undefined) return undefined;
    this.next++;
    const value = dereference(arg);
    if (value.type.kind !== 'int') return undefined;
    const number = Number(bigintOf(value));
    return Math.abs(number) > TOO_LARGE ? undefined : number;
  }

  /** `[n]`: the next argument to take. One out of range is still an index; `[` or `[x]` is none. */
  private index(): void {
    this.afterIndex = false;
    if (this.format[this.at] !== '[') return;
    this.reordered = true;
    const close = this.format.indexOf(']', this.at);
    this.budget.looked((close < 0 ? this.format.length : close) - this.at);
    // Go looks for no end where there is no room for a number.
    const isWhole = close >= 0 && this.at + 2 < this.format.length;
    const digits = isWhole ? this.format.slice(this.at + 1, close) : '';
    this.afterIndex = parseNumber(digits) !== undefined;
    const number = Number(digits);
    this.at = isWhole ? close + 1 : this.at + 1;
    if (this.afterIndex && number > 0 && number <= this.args.length) this.next = number - 1;
    else this.indexIsGood = false;
  }

  private extra(): void {
    const flags = noFlags();
    this.write('%!(EXTRA ');
    for (const [index, arg] of this.args.slice(this.next).entries()) {
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
