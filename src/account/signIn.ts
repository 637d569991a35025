/** Signs a user in: the device flow, with a person before it. */

import type { AccountService, Session } from '../auth/accountEndpoint.ts';
import type { System } from '../system/system.ts';
import { escapeControls } from '../terminal/escapeControls.ts';
import type { Interruption } from '../terminal/interruption.ts';
import { startSpinner } from '../terminal/spinner.ts';
import { type DeviceAuthorization, requestCode, waitForSession } from './deviceFlow.ts';

/** Codes of eight characters are shown in two halves, which are easier to read and to type. */
const splitCode = (code: string): string =>
  /^\w{8}$/.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : code;

const formatMinutes = (milliseconds: number): string => {
  const count = Math.max(1, Math.round(milliseconds / 60_000));
  return `${count} minute${count > 1 ? 's' : ''}`;
};

/** Says what has to be typed where. On standard error: it is nothing that a script would want to read. */
async function showCode(
  system: System,
  { userCode, verificationUrl, expiresAtMs }: DeviceAuthorization,
): Promise<void> {
  await system.stderr.write(
    `To sign in, open ${escapeControls(verificationUrl)} in a browser and enter this code:\n\n    ${escapeControls(splitCode(userCode))}\n\nIt can be used for ${formatMinutes(expiresAtMs - system.now())}.\n`,
  );
}

/**
 * Signs in by the device flow: shows the code, opens a browser where there is a terminal, and waits.
 * @throws {TokenError} when nobody signs in, or the service refuses
 */
export async function signIn(
  system: System,
  service: AccountService,
  opensBrowser: boolean,
  { race, signal }: Interruption,
): Promise<Session> {
  const authorization = await race(requestCode(system, service, signal));
  await showCode(system, authorization);
  if (
    opensBrowser &&
    system.stderr.isTerminal &&
    !(await race(system.openBrowser(authorization.verificationUrl)))
  )
    await system.stderr.write('No browser could be opened: open the address yourself, here or elsewhere.\n');
  const stopSpinner = startSpinner(system, 'Waiting for you to sign in');
  try {
    return await race(waitForSession(system, service, authorization, signal));
  } finally {
    stopSpinner();
  }
}
