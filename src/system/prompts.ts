/** Asks questions on the terminal. The library is loaded only when a question is asked. */
import { terminalStream } from './streams.ts';
import type { ConfirmationAnswer, Question, QuestionAnswer } from './system.ts';

interface Context {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

const plain = (text: string): string => text;

const keys = (pairs: [key: string, action: string][]): string =>
  pairs.map(([key, action]) => `${key} ${action}`).join(', ');

/** A theme without colors, because the library does not support NO_COLOR (https://no-color.org). */
const COLORLESS = {
  prefix: { idle: '?', done: '✔' },
  icon: { cursor: '>' },
  style: {
    answer: plain,
    message: plain,
    error: (text: string) => `> ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
    help: plain,
    highlight: plain,
    key: (text: string) => `<${text}>`,
    description: plain,
    disabled: plain,
    maskedText: '[input is masked]',
    keysHelpTip: keys,
  },
};

const theme = () => (process.env['NO_COLOR'] ? COLORLESS : {});

interface Key {
  ctrl?: boolean;
  name?: string;
}

/**
 * Suspends the program for Ctrl-Z. Node's readline does that too, but afterwards it ignores input (Bun) or ends (Node); and
 * if the process is not stopped, it leaves echo on.
 */
function suspend({ stdin, stderr }: typeof process): void {
  const showCursor = () => stderr.write('\u001b[?25h');
  stdin.setRawMode(false);
  // The question may have hidden the cursor, and so may the program that runs in the meantime.
  showCursor();
  // Stops the process group, like the terminal, so that a script which started the program stops too.
  process.kill(0, 'SIGTSTP');
  // The process continues here after SIGCONT.
  stdin.setRawMode(true);
  showCursor();
}

/**
 * Asks one question. Resolves to its answer or to the reason why there is none. Restores the terminal.
 * @throws an error of the library
 */
async function askOnTerminal<Answer>(
  prompt: (context: Context) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer | 'interrupted' | 'ended'> {
  const { stdin } = process;
  const ended = new AbortController();
  const end = () => ended.abort();
  // Without this, the library waits forever after Ctrl-D, or if the terminal is closed.
  const onKey = (_: unknown, key: Key | undefined) => {
    if (key?.ctrl && key.name === 'd') end();
    if (key?.ctrl && key.name === 'z' && process.platform !== 'win32') {
      // Other listeners see Escape, which readline ignores on every terminal.
      key.name = 'escape';
      suspend(process);
    }
  };
  stdin.on('keypress', onKey).on('end', end).on('error', end);
  try {
    return await prompt({
      input: stdin,
      output: terminalStream(),
      signal: AbortSignal.any([signal, ended.signal]),
    });
  } catch (error) {
    if (signal.aborted) return 'interrupted';
    if (ended.signal.aborted) return 'ended';
    // The library throws this for Ctrl-C. Any other error is a bug and must not count as an answer.
    if (error instanceof Error && error.name === 'ExitPromptError') return 'interrupted';
    throw error;
  } finally {
    stdin.off('keypress', onKey).off('end', end).off('error', end);
    stdin.pause();
  }
}

/** See System.confirm. */
export async function confirm(question: string, signal: AbortSignal): Promise<ConfirmationAnswer> {
  const { default: prompt } = await import('@inquirer/confirm');
  const answer = await askOnTerminal(
    (context) => prompt({ message: question, default: false, theme: theme() }, context),
    signal,
  );
  return typeof answer === 'string' ? answer : answer ? 'yes' : 'no';
}

async function promptFor(question: Question): Promise<(context: Context) => Promise<string>> {
  const { message } = question;
  switch (question.kind) {
    case 'text': {
      const { default: prompt } = await import('@inquirer/input');
      const validate = (text: string) => question.problem(text.trim()) ?? true;
      return async (context) => (await prompt({ message, validate, theme: theme() }, context)).trim();
    }
    case 'secret': {
      const { default: prompt } = await import('@inquirer/password');
      const validate = (text: string) => question.problem(text.trim()) ?? true;
      // The toggle would show the secret, which would stay in the scrollback.
      const options = { message, validate, toggleMask: false, theme: theme() };
      return async (context) => (await prompt(options, context)).trim();
    }
    case 'choice': {
      const { default: prompt } = await import('@inquirer/select');
      const { choices, initial } = question;
      const options = { message, choices, loop: false, theme: theme() };
      return (context) => prompt(initial === undefined ? options : { ...options, default: initial }, context);
    }
  }
}

/** See System.ask. */
export async function ask(question: Question, signal: AbortSignal): Promise<QuestionAnswer> {
  const answer = await askOnTerminal(await promptFor(question), signal);
  return answer === 'interrupted' || answer === 'ended' ? answer : { answer };
}
