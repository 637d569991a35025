/** A value of any type as fmt prints it under a verb. */
import type { Budget } from '../limits.ts';
import { type GoType, type GoValue, type StructType, typeName } from '../values/types.ts';
import {
  arrayOf,
  bigintOf,
  complexOf,
  dereference,
  fieldValue,
  mapEntry,
  numberOf,
  sortedKeys,
  stringValue,
  textOf,
  typedValue,
} from '../values/values.ts';
import { type Flags, pad } from './flags.ts';
import { plain, printComplex, printFloat, printInteger, printNilAddress, printString } from './scalars.ts';

/** An operand of print or printf. A pointer prints as the value that it points to, because there are no addresses. */
export function printOperand(operand: GoValue, verb: string, flags: Flags, budget: Budget): string {
  const value = dereference(operand);
  if (value.type.kind === 'none' || value.type.kind === 'any') {
    return verb === 'v' || verb === 'T' ? pad('<nil>', flags) : `%!${verb}(<nil>)`;
  }
  if (verb === 'T') return plain(typeName(value.type), flags);
  const printer = new Printer(flags, budget);
  return verb === 'w' ? printer.wrongVerb(value, verb) : printer.print(value, verb);
}

class Printer {
  private readonly flags: Flags;
  private readonly budget: Budget;

  constructor(flags: Flags, budget: Budget) {
    this.flags = flags;
    this.budget = budget;
  }

  print(element: GoValue, verb: string): string {
    const value = dereference(element);
    const text = this.tryVerb(value, verb) ?? this.wrongVerb(value, verb);
    this.budget.spendText(text.length);
    return text;
  }

  /** `%!verb(type=value)`, which fmt prints for a verb that does not fit the value. */
  wrongVerb(value: GoValue, verb: string): string {
    return `%!${verb}(${typeName(value.type)}=${this.print(value, 'v')})`;
  }

  private tryVerb(value: GoValue, verb: string): string | undefined {
    const { type } = value;
    switch (type.kind) {
      case 'bool':
        return verb === 't' || verb === 'v' ? pad(String(value.raw === true), this.flags) : undefined;
      case 'int':
        return printInteger(bigintOf(value), type.name.startsWith('u'), verb, this.flags);
      case 'float64':
        return printFloat(numberOf(value), verb, this.flags);
      case 'complex128':
        return printComplex(complexOf(value), verb, this.flags);
      case 'string':
      case 'time':
        // Quoting and hexadecimal digits take about as long as a step for each character.
        if (verb !== 's' && verb !== 'v') this.budget.spendSteps(textOf(value).length);
        return printString(textOf(value), verb, this.flags);
      case 'map':
        return verb === 'p' ? undefined : this.printMap(value, type.elem, verb);
      case 'struct':
        return verb === 'p' ? undefined : this.printStruct(value, type, verb);
      case 'slice':
        return verb === 'p' ? undefined : this.printSlice(value, type.elem, verb);
      case 'pointer':
        if (verb === 'v' && this.flags.sharpV) return `(${typeName(type)})(nil)`;
        return printNilAddress(verb, this.flags);
      default:
        return this.flags.sharpV ? `${typeName(type)}(nil)` : '<nil>';
    }
  }

  private element(value: GoValue, verb: string): string {
    this.budget.step();
    return this.print(value, verb);
  }

  private wrap(value: GoValue, parts: readonly string[], open: string, close: string): string {
    if (!this.flags.sharpV) return open + parts.join(' ') + close;
    const name = typeName(value.type);
    return value.raw === null ? `${name}(nil)` : `${name}{${parts.join(', ')}}`;
  }

  private printMap(value: GoValue, elem: GoType, verb: string): string {
    const parts = sortedKeys(value).map((key) => {
      const entry = mapEntry(value, elem, key) ?? typedValue(elem, undefined);
      return `${this.element(stringValue(key), verb)}:${this.element(entry, verb)}`;
    });
    return this.wrap(value, parts, 'map[', ']');
  }

  private printStruct(value: GoValue, type: StructType, verb: string): string {
    const withNames = this.flags.plusV || this.flags.sharpV;
    const parts = type.fields.map((field) => {
      const text = this.element(fieldValue(value, field), verb);
      return withNames ? `${field.name}:${text}` : text;
    });
    return this.wrap(value, parts, '{', '}');
  }

  private printSlice(value: GoValue, elem: GoType, verb: string): string {
    const parts = arrayOf(value).map((item) => this.element(typedValue(elem, item), verb));
    return this.wrap(value, parts, '[', ']');
  }
}
