/** Limits for the execution of a template, so that every template comes to an end and fits into memory. */
import { TemplateError } from './errors.ts';

export interface Limits {
  /** The number of nodes that are evaluated. Functions count as more steps when they process long strings. */
  readonly steps?: number;
  /** The length of the output, in characters. */
  readonly output?: number;
  /** The length of all strings that functions return, in characters. */
  readonly text?: number;
  /** How deep templates can call templates. */
  readonly depth?: number;
}

export const DEFAULT_LIMITS: Required<Limits> = {
  steps: 5_000_000,
  output: 12 * 1024 * 1024,
  text: 48 * 1024 * 1024,
  depth: 100_000,
};

/** A function processes this many characters of a string in about the time of one step. */
const CHARACTERS_PER_STEP = 32;

/** What an execution may still use. */
export class Budget {
  readonly depth: number;
  private steps: number;
  private text: number;
  private output: number;
  private readonly limits: Required<Limits>;

  constructor(limits: Limits = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.steps = this.limits.steps;
    this.text = this.limits.text;
    this.output = this.limits.output;
    this.depth = this.limits.depth;
  }

  /** @throws {TemplateError} when there are no steps left */
  step(): void {
    if (--this.steps < 0)
      throw new TemplateError(
        `template: stopped after ${this.limits.steps} steps: the template does too much`,
      );
  }

  /** Charges for work that takes as long as `count` steps. If that is too much, the next `step()` throws. */
  spendSteps(count: number): void {
    this.steps -= Math.floor(count);
  }

  /** Charges for reading that many characters of a string. */
  spendRead(characters: number): void {
    this.spendSteps(characters / CHARACTERS_PER_STEP);
  }

  /** Charges for a string of that many characters. @throws {TemplateError} when all strings together are too long */
  spendText(characters: number): void {
    this.text -= characters;
    this.spendRead(characters);
    if (this.text < 0)
      throw new TemplateError(`template: stopped after making ${this.limits.text} characters of text`);
  }

  /** @throws {TemplateError} when the output becomes too long */
  spendOutput(characters: number): void {
    this.output -= characters;
    if (this.output < 0)
      throw new TemplateError(`template: stopped after writing ${this.limits.output} characters`);
  }
}
