/** Questions on the terminal; the library for them is loaded only when one is asked. */
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

/** The library colours whatever the environment says. See https://no-color.org. */
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
 * Ctrl-Z, as every program takes it. Node's readline stops the process, too, but is deaf afterwards (Bun) or gives up
 * (Node), and where nothing is stopped, it leaves the terminal showing what is typed.
 */
function suspend({ stdin, stderr }: typeof process): void {
  const showCursor = () => stderr.write('\u001b[?25h');
  stdin.setRawMode(false);
  // The question may have hidden it, and what ran meanwhile likewise.
  showCursor();
  // The process group, as the terminal itself would: who started the program in a script is stopped with it.
  process.kill(0, 'SIGTSTP');
  // Here it goes on after SIGCONT.
  stdin.setRawMode(true);
  showCursor();
}

/**
 * Puts one question; resolves to its answer, or to what came instead of one. Leaves the terminal as it was.
 * @throws what the library throws when it cannot put it
 */
async function askOnTerminal<Answer>(
  prompt: (context: Context) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer | 'interrupted' | 'ended'> {
  const { stdin } = process;
  const ended = new AbortController();
  const end = () => ended.abort();
  // The library waits for ever when the input ends: Ctrl-D, or a terminal that is gone.
  const onKey = (_: unknown, key: Key | undefined) => {
    if (key?.ctrl && key.name === 'd') end();
    if (key?.ctrl && key.name === 'z' && process.platform !== 'win32') {
      // Those who hear of it after this take it for Escape, the one key that readline ignores on every terminal.
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
    // Ctrl-C; anything else is a mistake, and must not pass for somebody's wish.
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
      // Without the toggle that would show it: what was shown stays in the scroll-back.
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
