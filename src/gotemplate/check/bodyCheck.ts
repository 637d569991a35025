/** Checks the statements of one template. */
import { quote } from '../../go/quote.ts';
import type { BranchNode, Statement } from '../parse/nodes.ts';
import { ANY, INT, pointee, STRING, typeName } from '../values/types.ts';
import { isTrue, numberOf } from '../values/values.ts';
import { type Call, ExpressionCheck, type Known, NOTHING, UNKNOWN } from './expressionCheck.ts';

export class BodyCheck extends ExpressionCheck {
  /** The calls of templates in the body. */
  calls: Call[] = [];

  run(body: readonly Statement[]): void {
    // A variable that is assigned another type is unknown from the start, because a loop can execute the statements before
    // the assignment again. So each such variable takes another pass.
    for (let changingCount = -1; changingCount < this.changing.size; ) {
      changingCount = this.changing.size;
      this.error = undefined;
      this.calls = [];
      this.declared = new Map();
      this.names = [];
      this.values = [];
      this.isCertain = this.call.isCertain;
      this.isReachable = true;
      this.declare('$', this.call.dot);
      this.checkAll(body, this.call.dot);
    }
  }

  private checkAll(statements: readonly Statement[], dot: Known): void {
    for (const node of statements) {
      this.node = node;
      switch (node.kind) {
        case 'action':
          this.pipeline(node.pipe, dot);
          break;
        case 'template': {
          const name = quote(node.name);
          if (!this.template.tree.definitions.has(node.name)) {
            this.report('always', `template ${name} not defined`);
          }
          const data = node.pipe === undefined ? NOTHING : this.pipeline(node.pipe, dot);
          if (this.isReachable) this.calls.push({ name: node.name, dot: data, isCertain: this.isCertain });
          break;
        }
        case 'if':
        case 'with':
        case 'range':
          this.scoped(() => this.branch(node, dot));
          break;
        case 'break':
        case 'continue':
          // The rest of the list is not executed. `inBranch` restores both after the list.
          this.isCertain = false;
          this.isReachable = false;
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
    this.inBranch(truth, () => this.checkAll(node.body, node.kind === 'with' ? value : dot));
    this.inBranch(truth === undefined ? undefined : !truth, () => this.checkAll(otherwise, dot));
    if (canLeave(node.body) || canLeave(otherwise)) this.isCertain = false;
  }

  private range(node: BranchNode, value: Known, dot: Known): void {
    const type = pointee(value.type ?? ANY);
    let key: Known = UNKNOWN;
    let element: Known = UNKNOWN;
    let isExecuted: boolean | undefined;
    switch (type.kind) {
      case 'any':
        break;
      case 'none':
        isExecuted = false;
        break;
      case 'slice':
      case 'map':
        key = { type: type.kind === 'map' ? STRING : INT };
        element = { type: type.elem };
        break;
      case 'int':
        if (node.pipe.variables.length > 1) {
          const shown = value.constant === undefined ? 'int' : String(value.constant.raw);
          this.report('reachable', `can't use ${shown} to iterate over more than one variable`);
        }
        key = { type };
        element = { type };
        if (value.constant !== undefined) isExecuted = numberOf(value.constant) > 0;
        break;
      default: {
        const constant = value.constant?.raw;
        const shown = constant === undefined || typeof constant === 'object' ? typeName(type) : constant;
        this.report('reachable', `range can't iterate over ${shown}`);
      }
    }
    const isElseExecuted = isExecuted === undefined ? undefined : !isExecuted;
    this.inBranch(isExecuted === true && canLeave(node.body) ? undefined : isExecuted, () => {
      const { variables } = node.pipe;
      const { length } = this.names;
      for (const [index, variable] of variables.entries()) {
        const item = index === 0 && variables.length > 1 ? key : element;
        if (node.pipe.assigns) this.assign(variable.names[0] ?? '', item);
        else
          this.values[length - variables.length + index] = this.variableValue(variable.names[0] ?? '', item);
      }
      this.checkAll(node.body, element);
    });
    this.inBranch(isElseExecuted, () => this.checkAll(node.otherwise ?? [], dot));
    if (canLeave(node.otherwise ?? [])) this.isCertain = false;
  }
}

/** Whether the statements contain a `break` or `continue` of the enclosing loop. */
function canLeave(list: readonly Statement[]): boolean {
  return list.some((node) => {
    if (node.kind === 'break' || node.kind === 'continue') return true;
    if (node.kind !== 'if' && node.kind !== 'with' && node.kind !== 'range') return false;
    return (node.kind !== 'range' && canLeave(node.body)) || canLeave(node.otherwise ?? []);
  });
}
