/**
 * Finds what can never work before there are data: follows the types through the template as running it would.
 *
 * Three strengths of complaint. An unknown field or template is one anywhere. A wrong call is one unless a
 * constant condition keeps it from ever running. What a builtin would refuse (`len 3`) is one only where it
 * is sure to run, because Go would run the rest happily.
 */
import { quote } from './characters.ts';
import {
  ExpressionCheck,
  type Known,
  NOTHING,
  ofType,
  pointee,
  UNKNOWN,
  type Visit,
} from './expressionChecker.ts';
import type { BranchNode, Statement } from './nodes.ts';
import { ANY, INT, isTrue, numberOf, STRING, typeName } from './values.ts';

/** Checks one template body. `calls` are the templates it calls. */
export class BodyCheck extends ExpressionCheck {
  calls: Visit[] = [];

  run(body: readonly Statement[]): void {
    // An assignment of another type makes a variable's type unknown, also before it: loops run backwards.
    for (let size = -1; size < this.changing.size; ) {
      size = this.changing.size;
      this.error = undefined;
      this.calls = [];
      this.declared = new Map();
      this.names = [];
      this.values = [];
      this.certain = this.visit.certain;
      this.reachable = true;
      this.declare('$', this.visit.dot);
      this.list(body, this.visit.dot);
    }
  }

  // Statements

  private list(list: readonly Statement[], dot: Known): void {
    for (const node of list) {
      this.node = node;
      switch (node.kind) {
        case 'action':
          this.pipeline(node.pipe, dot);
          break;
        case 'template': {
          const name = quote(node.name);
          if (!this.program.tree.definitions.has(node.name)) {
            this.complain('always', `template ${name} not defined`);
          }
          const data = node.pipe === undefined ? NOTHING : this.pipeline(node.pipe, dot);
          if (this.reachable) this.calls.push({ name: node.name, dot: data, certain: this.certain });
          break;
        }
        case 'if':
        case 'with':
        case 'range':
          this.scoped(() => this.branch(node, dot));
          break;
        case 'break':
        case 'continue':
          // Nothing after it in this list runs; `within` gives the flags back.
          this.certain = false;
          this.reachable = false;
          break;
      }
    }
  }

  private branch(node: BranchNode, dot: Known): void {
    const value = this.pipeline(node.pipe, dot);
    const otherwise = node.otherwise ?? [];
    if (node.kind === 'range') {
      this.range(node, value, dot);
      return;
    }
    const truth = value.constant === undefined ? undefined : isTrue(value.constant);
    this.within(truth, () => this.list(node.body, node.kind === 'with' ? value : dot));
    this.within(truth === undefined ? undefined : !truth, () => this.list(otherwise, dot));
    if (leaves(node.body) || leaves(otherwise)) this.certain = false;
  }

  private range(node: BranchNode, value: Known, dot: Known): void {
    const type = pointee(value.type ?? ANY);
    let key: Known = UNKNOWN;
    let element: Known = UNKNOWN;
    let runs: boolean | undefined;
    switch (type.kind) {
      case 'any':
        break;
      case 'none':
        runs = false;
        break;
      case 'slice':
      case 'map':
        key = { type: type.kind === 'map' ? STRING : INT };
        element = ofType(type.elem);
        break;
      case 'int':
        if (node.pipe.variables.length > 1) {
          const shown = value.constant === undefined ? 'int' : String(value.constant.raw);
          this.complain('reachable', `can't use ${shown} to iterate over more than one variable`);
        }
        key = { type };
        element = { type };
        if (value.constant !== undefined) runs = numberOf(value.constant) > 0;
        break;
      default: {
        const constant = value.constant?.raw;
        const shown = constant === undefined || typeof constant === 'object' ? typeName(type) : constant;
        this.complain('reachable', `range can't iterate over ${shown}`);
      }
    }
    const otherwise = runs === undefined ? undefined : !runs;
    this.within(runs === true && leaves(node.body) ? undefined : runs, () => {
      const { variables } = node.pipe;
      const last = this.names.length;
      for (const [index, variable] of variables.entries()) {
        const item = index === 0 && variables.length > 1 ? key : element;
        if (node.pipe.assigns) this.assign(variable.names[0] ?? '', item);
        else this.values[last - variables.length + index] = this.settle(variable.names[0] ?? '', item);
      }
      this.list(node.body, element);
    });
    this.within(otherwise, () => this.list(node.otherwise ?? [], dot));
    if (leaves(node.otherwise ?? [])) this.certain = false;
  }
}

/** True when the statements can leave the loop around them. */
function leaves(list: readonly Statement[]): boolean {
  return list.some((node) => {
    if (node.kind === 'break' || node.kind === 'continue') return true;
    if (node.kind !== 'if' && node.kind !== 'with' && node.kind !== 'range') return false;
    return (node.kind !== 'range' && leaves(node.body)) || leaves(node.otherwise ?? []);
  });
}
