/** A template is a program: this budget makes every run end, whatever the program says. */
import { TemplateError } from './errors.ts';

/** What one run may use. Every number has a default, see `DEFAULT_LIMITS`. */
export interface Limits {
  /** How many nodes may be evaluated. */
  readonly steps?: number;
  /** How many characters the output may have. */
  readonly output?: number;
  /** How many characters all strings made on the way may have together. */
  readonly text?: number;
  /** How deep templates may call templates. */
  readonly depth?: number;
}

export const DEFAULT_LIMITS: Required<Limits> = {
  steps: 5_000_000,
  output: 12 * 1024 * 1024,
  text: 48 * 1024 * 1024,
  depth: 100_000,
};

/** Counts what a run uses; each method throws TemplateError when the run has had its share. */
export class Budget {
  readonly depth: number;
  private steps: number;
  private text: number;
  private output: number;
  private readonly maximum: Required<Limits>;

  constructor(limits: Limits = {}) {
    this.maximum = { ...DEFAULT_LIMITS, ...limits };
    this.steps = this.maximum.steps;
    this.text = this.maximum.text;
    this.output = this.maximum.output;
    this.depth = this.maximum.depth;
  }

  step(): void {
    if (--this.steps < 0) {
      throw new TemplateError(
        `template: stopped after ${this.maximum.steps} steps: the template does too much`,
      );
    }
  }

  /** Characters a function looked at. */
  looked(characters: number): void {
    this.steps -= characters >> 5;
  }

  /** Characters of a string that a function made; also charges the time it took to make them. */
  made(characters: number): void {
    this.text -= characters;
    this.steps -= characters >> 5;
    if (this.text < 0) {
      throw new TemplateError(`template: stopped after making ${this.maximum.text} characters of text`);
    }
  }

  written(characters: number): void {
    this.output -= characters;
    if (this.output < 0) {
      throw new TemplateError(`template: stopped after writing ${this.maximum.output} characters`);
    }
  }
}
