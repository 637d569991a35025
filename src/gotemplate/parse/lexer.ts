/** Splits template source into tokens, as the lexer of text/template/parse does. */
import { quote } from '../../go/quote.ts';
import { isPrint } from '../../go/runes.ts';

export type TokenKind =
  | 'error'
  | 'end of file'
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'bool'
  | 'char'
  | 'rune'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'field'
  | 'identifier'
  | '('
  | ')'
  | 'number'
  | 'pipe'
  | 'raw string'
  | 'string'
  | 'variable'
  | 'keyword';

export interface Token {
  readonly kind: TokenKind;
  /** The source of the token; the message of an error. */
  readonly text: string;
  /** The index in the source. */
  readonly offset: number;
  readonly line: number;
}

const KEYWORDS = new Set(
  'block break continue define else end if nil range template with'.split(' ').concat('.'),
);
const isSpace = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\r' || character === '\n';

/** The characters of names: underscores, letters and decimal digits. */
const isNameCharacter = (rune: number): boolean => /^[\p{L}\p{Nd}_]$/u.test(String.fromCodePoint(rune));

/** A rune as fmt prints it with `%#U`: `U+0023 '#'`, or only `U+0007` when it is not printable. */
function describeRune(rune: number): string {
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrint(rune) ? `${code} '${String.fromCodePoint(rune)}'` : code;
}

/** All tokens of `source`. The last one is an error or the end of the file. */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private offset = 0;
  /** Where the current token begins. */
  private start = 0;
  private line = 1;
  private openParentheses = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  run(): Token[] {
    while (this.text() && this.action());
    return this.tokens;
  }

  private push(kind: TokenKind): true {
    const text = this.source.slice(this.start, this.offset);
    this.tokens.push({ kind, text, offset: this.start, line: this.line });
    this.skip();
    return true;
  }

  /** Begins the next token at the current position. */
  private skip(): void {
    for (let i = this.start; i < this.offset; i++) if (this.source.charCodeAt(i) === 10) this.line++;
    this.start = this.offset;
  }

  private fail(message: string): false {
    this.tokens.push({ kind: 'error', text: message, offset: this.start, line: this.line });
    return false;
  }

  private skipSpaces(): void {
    while (isSpace(this.source[this.offset])) this.offset++;
    this.skip();
  }

  /** Reads text up to the next action; false at the end of the source. */
  private text(): boolean {
    const open = this.source.indexOf('{{', this.offset);
    this.offset = open < 0 ? this.source.length : open;
    if (this.trimsBefore())
      while (this.offset > this.start && isSpace(this.source[this.offset - 1])) this.offset--;
    if (this.offset > this.start) this.push('text');
    if (open < 0) {
      this.push('end of file');
      return false;
    }
    this.offset = open;
    this.skip();
    return true;
  }

  private trimsBefore(): boolean {
    return this.source[this.offset + 2] === '-' && isSpace(this.source[this.offset + 3]);
  }

  /** Reads an action or a comment; false after an error. */
  private action(): boolean {
    const marker = this.trimsBefore() ? 2 : 0;
    this.offset += 2;
    if (this.source.startsWith('/*', this.offset + marker)) return this.comment(marker);
    this.push('open');
    this.offset += marker;
    this.skip();
    this.openParentheses = 0;
    while (this.inside());
    return this.tokens.at(-1)?.kind !== 'error';
  }

  private comment(marker: number): boolean {
    this.offset += marker;
    this.skip();
    const close = this.source.indexOf('*/', this.offset + 2);
    if (close < 0) return this.fail('unclosed comment');
    this.offset = close + 2;
    const trims = this.closesTrimmed();
    if (!trims && !this.source.startsWith('}}', this.offset)) {
      return this.fail('comment ends before closing delimiter');
    }
    this.offset += trims ? 4 : 2;
    this.skip();
    if (trims) this.skipSpaces();
    return true;
  }

  private closesTrimmed(): boolean {
    return isSpace(this.source[this.offset]) && this.source.startsWith('-}}', this.offset + 1);
  }

  /** Reads one token in an action; false at the end of the action. */
  private inside(): boolean {
    const trims = this.closesTrimmed();
    if (trims || this.source.startsWith('}}', this.offset)) {
      if (this.openParentheses > 0) return this.fail('unclosed left paren');
      return this.close(trims);
    }
    const character = this.source[this.offset];
    if (character === undefined) return this.fail('unclosed action');
    if (isSpace(character)) return this.space();
    switch (character) {
      case '=':
        this.offset++;
        return this.push('assign');
      case ':':
        if (this.source[++this.offset] !== '=') return this.fail('expected :=');
        this.offset++;
        return this.push('declare');
      case '|':
        this.offset++;
        return this.push('pipe');
      case '"':
        return this.quoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.quoted("'", 'rune', 'unterminated character constant');
      case '`':
        return this.rawString();
      case '$':
        return this.name('variable');
      case '(':
        this.offset++;
        this.openParentheses++;
        return this.push('(');
      case ')':
        this.offset++;
        if (--this.openParentheses < 0) return this.fail('unexpected right paren');
        return this.push(')');
    }
    return this.word(character);
  }

  private close(trims: boolean): false {
    this.offset += trims ? 2 : 0;
    this.skip();
    this.offset += 2;
    this.push('close');
    if (trims) this.skipSpaces();
    return false;
  }

  private word(character: string): boolean {
    const isDigit = /[0-9]/.test(character);
    if (character === '.' && !/[0-9]/.test(this.source[this.offset + 1] ?? '')) {
      // A period at the end of the source is read as an invalid number.
      if (this.offset + 1 < this.source.length) return this.name('field');
      return this.number();
    }
    if (isDigit || character === '+' || character === '-' || character === '.') return this.number();
    const rune = this.source.codePointAt(this.offset) ?? 0;
    if (isNameCharacter(rune)) return this.name('identifier');
    if (rune < 0x80 && rune >= 0x20 && rune < 0x7f) {
      this.offset++;
      return this.push('char');
    }
    return this.fail(`unrecognized character in action: ${describeRune(rune)}`);
  }

  private space(): boolean {
    while (isSpace(this.source[this.offset])) this.offset++;
    if (this.source.startsWith('-}}', this.offset)) {
      // The last space is part of the trim marker.
      this.offset--;
      if (this.offset === this.start) return true;
    }
    return this.push('space');
  }

  /** Reads a field, a variable or a word. */
  private name(kind: 'field' | 'variable' | 'identifier'): boolean {
    if (kind !== 'identifier') this.offset++;
    for (;;) {
      const rune = this.source.codePointAt(this.offset);
      if (rune === undefined || !isNameCharacter(rune)) break;
      this.offset += rune > 0xffff ? 2 : 1;
    }
    if (!this.isAtEndOfName()) {
      return this.fail(`bad character ${describeRune(this.source.codePointAt(this.offset) ?? 0)}`);
    }
    const text = this.source.slice(this.start, this.offset);
    if (kind !== 'variable' && KEYWORDS.has(text)) return this.push('keyword');
    if (kind === 'identifier' && (text === 'true' || text === 'false')) return this.push('bool');
    return this.push(kind);
  }

  private isAtEndOfName(): boolean {
    const next = this.source[this.offset];
    return (
      next === undefined ||
      isSpace(next) ||
      '.,|:()'.includes(next) ||
      this.source.startsWith('}}', this.offset)
    );
  }

  private quoted(mark: string, kind: TokenKind, message: string): boolean {
    for (this.offset++; ; this.offset++) {
      let character = this.source[this.offset];
      if (character === mark) break;
      if (character === '\\') character = this.source[++this.offset];
      if (character === undefined || character === '\n') return this.fail(message);
    }
    this.offset++;
    return this.push(kind);
  }

  private rawString(): boolean {
    const close = this.source.indexOf('`', this.offset + 1);
    if (close < 0) return this.fail('unterminated raw quoted string');
    this.offset = close + 1;
    return this.push('raw string');
  }

  private number(): boolean {
    if (!this.scanNumber()) return this.badNumber();
    const sign = this.source[this.offset];
    if (sign !== '+' && sign !== '-') return this.push('number');
    // A sign after a number can only be that of a complex constant: 1+2i.
    if (!this.scanNumber() || this.source[this.offset - 1] !== 'i') return this.badNumber();
    return this.push('complex');
  }

  private badNumber(): false {
    return this.fail(`bad number syntax: ${quote(this.source.slice(this.start, this.offset))}`);
  }

  private accept(set: string): boolean {
    const character = this.source[this.offset];
    if (character === undefined || !set.includes(character)) return false;
    this.offset++;
    return true;
  }

  private acceptAll(set: string): void {
    while (this.accept(set));
  }

  private scanNumber(): boolean {
    this.accept('+-');
    let digits = '0123456789_';
    if (this.accept('0')) {
      if (this.accept('xX')) digits = '0123456789abcdefABCDEF_';
      else if (this.accept('oO')) digits = '01234567_';
      else if (this.accept('bB')) digits = '01_';
    }
    this.acceptAll(digits);
    if (this.accept('.')) this.acceptAll(digits);
    const exponent = digits.length === 11 ? 'eE' : digits.length === 23 ? 'pP' : '';
    if (exponent !== '' && this.accept(exponent)) {
      this.accept('+-');
      this.acceptAll('0123456789_');
    }
    this.accept('i');
    const next = this.source.codePointAt(this.offset);
    if (next === undefined || !isNameCharacter(next)) return true;
    this.offset += next > 0xffff ? 2 : 1;
    return false;
  }
}
