/** The functions of advapi32.dll, called through Bun's FFI: only the executable has it. */
import type { CredentialApi } from './windows.ts';

/** CRED_TYPE_GENERIC and CRED_PERSIST_LOCAL_MACHINE of wincred.h. */
const GENERIC = 1;
const LOCAL_MACHINE = 2;

/** Offsets of CREDENTIALW's members on 64-bit Windows, in bytes. */
export const CREDENTIAL = {
  type: 4,
  targetName: 8,
  blobSize: 32,
  blob: 40,
  persist: 48,
  userName: 72,
  size: 80,
} as const;

/** UTF-16 in little-endian order, with a final NUL: LPCWSTR. */
export const wideString = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');

/** A CREDENTIALW. The addresses are those of buffers that must outlive the call. */
export function credentialStruct(addresses: {
  readonly targetName: bigint;
  readonly userName: bigint;
  readonly blob: bigint;
  readonly blobSize: number;
}): Buffer {
  const struct = Buffer.alloc(CREDENTIAL.size);
  struct.writeUInt32LE(GENERIC, CREDENTIAL.type);
  struct.writeBigUInt64LE(addresses.targetName, CREDENTIAL.targetName);
  struct.writeUInt32LE(addresses.blobSize, CREDENTIAL.blobSize);
  struct.writeBigUInt64LE(addresses.blob, CREDENTIAL.blob);
  struct.writeUInt32LE(LOCAL_MACHINE, CREDENTIAL.persist);
  struct.writeBigUInt64LE(addresses.userName, CREDENTIAL.userName);
  return struct;
}

/** Loads the functions. Never imported on Node, which has no such module. */
export async function loadCredentialApi(): Promise<CredentialApi> {
  const { dlopen, ptr, read, toArrayBuffer } = await import('bun:ffi');
  const { symbols } = dlopen('advapi32.dll', {
    CredReadW: { args: ['ptr', 'u32', 'u32', 'ptr'], returns: 'i32' },
    CredWriteW: { args: ['ptr', 'u32'], returns: 'i32' },
    CredDeleteW: { args: ['ptr', 'u32', 'u32'], returns: 'i32' },
    CredFree: { args: ['ptr'], returns: 'void' },
  });
  const kernel = dlopen('kernel32.dll', { GetLastError: { args: [], returns: 'u32' } });
  const codeAfter = (result: number): number => (result === 0 ? kernel.symbols.GetLastError() : 0);
  const addressOf = (buffer: Uint8Array): bigint => BigInt(ptr(buffer));

  return {
    read(targetName) {
      const out = Buffer.alloc(8);
      const code = codeAfter(symbols.CredReadW(ptr(wideString(targetName)), GENERIC, 0, ptr(out)));
      if (code !== 0) return { code };
      const credential = Number(out.readBigUInt64LE()) as unknown as Parameters<typeof symbols.CredFree>[0] &
        Parameters<typeof read.u32>[0];
      const size = read.u32(credential, CREDENTIAL.blobSize);
      const address = read.ptr(credential, CREDENTIAL.blob) as Parameters<typeof toArrayBuffer>[0];
      // Copied, because CredFree releases the memory.
      const blob = size === 0 ? new Uint8Array() : new Uint8Array(toArrayBuffer(address, 0, size)).slice();
      symbols.CredFree(credential);
      return { code, blob };
    },
    write(targetName, userName, blob) {
      const [target, user] = [wideString(targetName), wideString(userName)];
      // An empty buffer has no address.
      const value = blob.length > 0 ? blob : new Uint8Array(1);
      const struct = credentialStruct({
        targetName: addressOf(target),
        userName: addressOf(user),
        blob: addressOf(value),
        blobSize: blob.length,
      });
      return codeAfter(symbols.CredWriteW(ptr(struct), 0));
    },
    remove: (targetName) => codeAfter(symbols.CredDeleteW(ptr(wideString(targetName)), GENERIC, 0)),
  };
}
