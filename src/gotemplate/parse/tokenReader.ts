/** The parser's access to the tokens, and its error messages. */
import { byteLength } from '../../go/byteString.ts';
import { quote } from '../../go/quote.ts';
import { firstRunes } from '../../go/runes.ts';
import { TemplateError } from '../errors.ts';
import type { Token } from './lexer.ts';

/** Go allows 10,000 nested parentheses, which JavaScript's stack does not. */
const MAX_NESTING = 400;
export const TOO_DEEP = 'max expression depth exceeded';

export abstract class TokenReader {
  private next = 0;
  /** The last token that was looked at: error messages contain its line. */
  private furthest = 0;
  private nesting = 0;
  protected readonly name: string;
  private readonly tokens: readonly Token[];

  constructor(name: string, tokens: readonly Token[]) {
    this.name = name;
    this.tokens = tokens;
  }

  /** The first line of the action that is being parsed; 0 between actions. */
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

  /** The first token from `ahead` tokens on that is not a space. */
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

  /** The line for an error that is found now. */
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

  /** Runs `work` one level deeper. Limits the depth, so that no source can overflow the stack. */
  protected nested<T>(work: () => T): T {
    if (++this.nesting > MAX_NESTING) throw this.fail(TOO_DEEP);
    const result = work();
    this.nesting--;
    return result;
  }
}

/** A token as error messages show it. */
function tokenSource(token: Token): string {
  if (token.kind === 'end of file') return 'EOF';
  if (token.kind === 'keyword') return `<${token.text}>`;
  // Go compares the length in bytes, but truncates to runes.
  if (byteLength(token.text) <= 10) return quote(token.text);
  return `${quote(firstRunes(token.text, 10))}...`;
}
