/** Opens the keyring of the system that the program runs on. */
import { sessionBusSockets } from './dbus/address.ts';
import { type Keyring, KeyringError, type KeyringOptions } from './keyring.ts';

export interface KeyringEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Node's name of the operating system. */
  readonly platform: string;
  readonly userId: number;
  /** Whether the program is the executable, which Bun runs. */
  readonly isExecutable: boolean;
}

/** Opens the keyring. @throws {KeyringError} if there is none, or it does not respond in time */
export async function openKeyring(
  { env, platform, userId, isExecutable }: KeyringEnvironment,
  options: KeyringOptions,
): Promise<Keyring> {
  if (platform === 'darwin') {
    const [{ openKeychain }, { programRunner }] = await Promise.all([
      import('./macos.ts'),
      import('./runProgram.ts'),
    ]);
    return openKeychain(programRunner(options));
  }
  if (platform === 'win32') {
    if (!isExecutable)
      throw new KeyringError('missing', 'the Node bundle cannot read the Credential Manager; atlas.exe can');
    const [{ openCredentialManager }, { loadCredentialApi }] = await Promise.all([
      import('./windows.ts'),
      import('./windowsApi.ts'),
    ]);
    return openCredentialManager(await loadCredentialApi());
  }
  const [{ openSecretService }, { connectToSocket }] = await Promise.all([
    import('./secretService.ts'),
    import('./socket.ts'),
  ]);
  const sockets = sessionBusSockets(env['DBUS_SESSION_BUS_ADDRESS'], userId);
  return openSecretService({ ...options, connect: connectToSocket, sockets, userId });
}
