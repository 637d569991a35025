/** Walks over the tokens for the parser, and words its errors. */
import { byteLength, takeRunes } from './bytes.ts';
import { quote } from './characters.ts';
import { TemplateError } from './errors.ts';
import type { Token } from './lexer.ts';

/** Go allows 10,000 nested parentheses; each costs our stack more, and nobody writes a hundred. */
const MAXIMUM_NESTING = 400;
export const TOO_DEEP = 'max expression depth exceeded';

export abstract class Cursor {
  private next = 0;
  /** The furthest token looked at: Go reports its line. */
  private furthest = 0;
  private nesting = 0;
  protected readonly name: string;
  private readonly tokens: readonly Token[];

  constructor(name: string, tokens: readonly Token[]) {
    this.name = name;
    this.tokens = tokens;
  }

  /** The line the action being parsed began at; 0 between actions. */
  protected abstract actionLine(): number;

  // Tokens

  protected token(index: number): Token {
    const last = this.tokens.length - 1;
    if (index > this.furthest) this.furthest = Math.min(index, last);
    const token = this.tokens[Math.min(index, last)];
    if (token === undefined) throw this.fail('unexpected EOF');
    return token;
  }

  protected peek(): Token {
    return this.token(this.next);
  }

  protected take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  /** The first token that is no space, `ahead` tokens from here. */
  protected peekPastSpace(ahead = 0): Token {
    const token = this.token(this.next + ahead);
    return token.kind === 'space' ? this.token(this.next + ahead + 1) : token;
  }

  protected skipSpace(): void {
    if (this.peek().kind === 'space') this.next++;
  }

  protected takePastSpace(): Token {
    this.skipSpace();
    return this.take();
  }

  protected isKeyword(token: Token, word: string): boolean {
    return token.kind === 'keyword' && token.text === word;
  }

  protected expectClose(context: string): void {
    const token = this.takePastSpace();
    if (token.kind !== 'close') throw this.unexpected(token, context);
  }

  // Errors

  /** The line that an error found now is in. */
  protected line(): number {
    return this.tokens[this.furthest]?.line ?? 1;
  }

  protected fail(message: string, line = this.line()): TemplateError {
    return new TemplateError(`template: ${this.name}:${line}: ${message}`);
  }

  protected unexpected(token: Token, context: string): TemplateError {
    if (token.kind !== 'error') return this.fail(`unexpected ${tokenSource(token)} in ${context}`);
    const line = this.actionLine();
    if (line === 0 || line === token.line) return this.fail(token.text);
    const where = token.text.endsWith(' action') ? 'started' : 'in action started';
    return this.fail(`${token.text} ${where} at ${this.name}:${line}`);
  }

  /** Runs `work` one level deeper, so that no source can exhaust the stack. */
  protected nested<T>(work: () => T): T {
    if (++this.nesting > MAXIMUM_NESTING) throw this.fail(TOO_DEEP);
    const result = work();
    this.nesting--;
    return result;
  }
}

/** A token as Go's messages show it. */
function tokenSource(token: Token): string {
  if (token.kind === 'end of file') return 'EOF';
  if (token.kind === 'keyword') return `<${token.text}>`;
  // Go counts bytes to see whether a token is long, and characters to cut it.
  if (byteLength(token.text) <= 10) return quote(token.text);
  return `${quote(takeRunes(token.text, 10))}...`;
}
