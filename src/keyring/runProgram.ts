/** Runs a tool of the system, which may ask the user to unlock something. */
import { spawn } from 'node:child_process';
import { KeyringError, type KeyringOptions, PROMPT_TIMEOUT_MS, REPLY_TIMEOUT_MS } from './keyring.ts';
import type { RunProgram } from './macos.ts';

/** A tool that takes longer than this is probably asking the user. */
export const programRunner =
  ({ onPrompt }: KeyringOptions): RunProgram =>
  (program, args, stdin) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, { stdio: 'pipe' });
      const output = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const)
        child[name].setEncoding('utf8').on('data', (text: string) => {
          output[name] += text;
        });
      const mention = setTimeout(onPrompt, REPLY_TIMEOUT_MS);
      const timeout = setTimeout(() => {
        child.kill();
        reject(new KeyringError('silent', `${program} did not answer within ${PROMPT_TIMEOUT_MS / 1000} s`));
      }, PROMPT_TIMEOUT_MS);
      const stop = () => {
        clearTimeout(mention);
        clearTimeout(timeout);
      };
      child.once('error', (error) => {
        stop();
        reject(error);
      });
      child.once('close', (code) => {
        stop();
        resolve({ status: code ?? 1, ...output });
      });
      // The tool may end before it has read everything.
      child.stdin.on('error', () => {});
      child.stdin.end(stdin);
    });
