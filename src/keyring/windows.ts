/** The Credential Manager of Windows, with the entries of Go's go-keyring 0.2.8. */
import { type EntryName, type Keyring, KeyringError, ValueTooLongError } from './keyring.ts';

/** CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h. */
const LONGEST_VALUE_BYTES = 2560;

/** ERROR_NOT_FOUND of winerror.h. */
export const ERROR_NOT_FOUND = 1168;

/** The functions of advapi32.dll that are needed; each returns 0, or the code that GetLastError gives. */
export interface CredentialApi {
  /** CredReadW of a generic credential: its blob. */
  read(targetName: string): { readonly code: number; readonly blob?: Uint8Array };
  /** CredWriteW of a generic credential that stays on this machine (CRED_PERSIST_LOCAL_MACHINE). */
  write(targetName: string, userName: string, blob: Uint8Array): number;
  /** CredDeleteW of a generic credential. */
  remove(targetName: string): number;
}

const targetName = ({ service, user }: EntryName): string => `${service}:${user}`;

const failed = (code: number): KeyringError =>
  new KeyringError('failed', `the Credential Manager answered error ${code}`);

/** @param api the system's functions; tests replace them */
export function openCredentialManager(api: CredentialApi): Keyring {
  return {
    async read(service, users) {
      const values = new Map<string, string>();
      for (const user of users) {
        const { code, blob } = api.read(targetName({ service, user }));
        if (code === 0 && blob) values.set(user, new TextDecoder('utf-8', { fatal: true }).decode(blob));
        else if (code !== ERROR_NOT_FOUND) throw failed(code);
      }
      return values;
    },
    async write(name, value) {
      const blob = new TextEncoder().encode(value);
      if (blob.length > LONGEST_VALUE_BYTES)
        throw new ValueTooLongError(`the Credential Manager cannot hold a ${name.user} of that length`);
      const code = api.write(targetName(name), name.user, blob);
      if (code !== 0) throw failed(code);
    },
    async remove(name) {
      const code = api.remove(targetName(name));
      if (code !== 0 && code !== ERROR_NOT_FOUND) throw failed(code);
    },
    close() {},
  };
}
