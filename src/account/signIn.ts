/** Signs the user in: shows the code of the device flow and opens the browser. */

import type { AccountService, Session } from '../auth/tokens/accountEndpoint.ts';
import type { System } from '../system/system.ts';
import { escapeControls } from '../terminal/escapeControls.ts';
import type { Interruption } from '../terminal/interruption.ts';
import { startSpinner } from '../terminal/spinner.ts';
import { type DeviceAuthorization, requestCode, waitForSession } from './deviceFlow.ts';

/** Splits a code of eight characters with a hyphen, which makes it easier to read and type. */
const splitCode = (code: string): string =>
  /^\w{8}$/.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : code;

const formatMinutes = (milliseconds: number): string => {
  const count = Math.max(1, Math.round(milliseconds / 60_000));
  return `${count} minute${count > 1 ? 's' : ''}`;
};

/** Prints the code and the page to standard error, so that standard output contains only the result. */
async function showCode(
  system: System,
  { userCode, verificationUrl, expiresAtMs }: DeviceAuthorization,
): Promise<void> {
  await system.stderr.write(
    `To sign in, open ${escapeControls(verificationUrl)} in a browser and enter this code:\n\n    ${escapeControls(splitCode(userCode))}\n\nThe code expires in ${formatMinutes(expiresAtMs - system.now())}.\n`,
  );
}

/**
 * Signs in with the device flow: shows the code, opens a browser if there is a terminal, and waits.
 * @throws {TokenError} if the user does not sign in, or the service refuses
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
    await system.stderr.write(
      'The browser could not be opened. Open the page yourself, on this or another device.\n',
    );
  const stopSpinner = startSpinner(system, 'Waiting for you to sign in');
  try {
    return await race(waitForSession(system, service, authorization, signal));
  } finally {
    stopSpinner();
  }
}
