/** The check for /proc, in front of a small program: the processor runs each of its paths, in an emulator for arm64. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withProcCheck } from '../../scripts/procCheck.ts';
import { type Finished, finished, has } from '../support/tools.ts';

const PAGE = 0x10000;
const BASE = 0x200000;
const SEGMENTS = 64;
const CODE = SEGMENTS + 2 * 56;
/** Where code that runs before the check has room. */
const BEFORE = CODE + 64;

/** The register that has a function for atexit(3) at the start of a program gets this value before the check. */
const IN_REGISTER = 40;

interface Machine {
  readonly name: string;
  readonly number: number;
  /** A program that exits with the sum of the register and the number of its arguments, which is on the stack. */
  readonly code: readonly number[];
  /** Code that sets the register, and jumps to an address. */
  readonly setRegister: (jump: number) => readonly number[];
  /** The command that runs programs for the machine; undefined if there is none. */
  readonly runner: readonly string[] | undefined;
}

const bytesOf = (...words: number[]): number[] => [...Buffer.from(Uint32Array.from(words).buffer)];

const IS_LINUX = process.platform === 'linux';
const QEMU = ['qemu-aarch64-static', 'qemu-aarch64'].find(has);

const X64: Machine = {
  name: 'x86-64',
  number: 62,
  // mov edi, [rsp]; add edi, edx; mov eax, 231 (exit_group); syscall
  code: [0x8b, 0x3c, 0x24, 0x01, 0xd7, 0xb8, 231, 0, 0, 0, 0x0f, 0x05],
  // mov edx, value; mov eax, address; jmp rax
  setRegister: (jump) => [0xba, ...bytesOf(IN_REGISTER), 0xb8, ...bytesOf(jump), 0xff, 0xe0],
  runner: IS_LINUX && process.arch === 'x64' ? [] : undefined,
};

const ARM64: Machine = {
  name: 'arm64',
  number: 183,
  // ldr x1, [sp]; add x0, x0, x1; mov x8, #94 (exit_group); svc #0
  code: bytesOf(0xf94003e1, 0x8b010000, 0xd2800bc8, 0xd4000001),
  // mov x0, value; movz x1, low half of the address; movk x1, high half; br x1
  setRegister: (jump) =>
    bytesOf(
      0xd2800000 | (IN_REGISTER << 5),
      0xd2800001 | ((jump & 0xffff) << 5),
      0xf2a00001 | ((jump >>> 16) << 5),
      0xd61f0020,
    ),
  runner: IS_LINUX && process.arch === 'arm64' ? [] : QEMU && IS_LINUX ? [QEMU] : undefined,
};

/** An executable with one segment that is loaded, and one of notes. */
function executable({ number, code }: Machine): Buffer {
  const file = Buffer.alloc(BEFORE + 64);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(number, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(BASE + CODE), 24);
  file.writeBigUInt64LE(BigInt(SEGMENTS), 32);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  file.writeUInt32LE(1, SEGMENTS);
  file.writeUInt32LE(5, SEGMENTS + 4);
  for (const [index, value] of [0, BASE, BASE, file.length, file.length, PAGE].entries())
    file.writeBigUInt64LE(BigInt(value), SEGMENTS + 8 + index * 8);
  file.writeUInt32LE(4, SEGMENTS + 56);
  file.set(code, CODE);
  return file;
}

/** Lets a program start with a value in the register, and jump to its own entry. */
function withRegister(file: Buffer, { setRegister }: Machine): Buffer {
  const result = Buffer.from(file);
  result.set(setRegister(Number(file.readBigUInt64LE(24))), BEFORE);
  result.writeBigUInt64LE(BigInt(BASE + BEFORE), 24);
  return result;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-proc-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

for (const machine of [X64, ARM64]) {
  const { name, runner } = machine;
  if (!runner)
    console.error(`\n\n*** NOT TESTED: the check for /proc on ${name}: nothing runs its code. ***\n\n`);

  describe.runIf(runner)(name, () => {
    const run = (program: Buffer, args: readonly string[]): Promise<Finished> => {
      const path = join(folder, name);
      writeFileSync(path, program, { mode: 0o755 });
      const [file = '', ...words] = [...(runner ?? []), path, ...args];
      return finished(file, words);
    };

    test('when the file can be read, then the program runs with the registers and the stack that it would have', async () => {
      const check = { path: '/proc/self/maps', message: 'no' };
      const program = withRegister(withProcCheck(executable(machine), check), machine);
      expect(await run(withRegister(executable(machine), machine), ['a', 'b'])).toMatchObject({
        status: IN_REGISTER + 3,
      });
      expect(await run(program, ['a', 'b'])).toEqual({ status: IN_REGISTER + 3, stdout: '', stderr: '' });
    });

    test('when the file cannot be read, then the message is printed, and the program does not run', async () => {
      const check = { path: '/nonexistent/maps', message: 'Error: it is not there\n' };
      expect(await run(withProcCheck(executable(machine), check), ['a', 'b'])).toEqual({
        status: 1,
        stdout: '',
        stderr: 'Error: it is not there\n',
      });
    });
  });
}

describe('the file', () => {
  test('when it gets a check, then its bytes stay where they are, except the entry and the segment of notes', () => {
    const before = executable(X64);
    const after = withProcCheck(before).subarray(0, before.length);
    const changed = [...before.keys()].filter((at) => before[at] !== after[at]);
    const isExpected = (at: number) => (at >= 24 && at < 32) || (at >= SEGMENTS + 56 && at < CODE);
    expect(changed.filter((at) => !isExpected(at))).toEqual([]);
    expect(changed.length).toBeGreaterThan(0);
  });

  test('when it gets a check twice, then that is an error: the place of the notes is taken', () => {
    expect(() => withProcCheck(withProcCheck(executable(X64)))).toThrow('no segment of notes');
  });

  test.each([
    ['short', Buffer.alloc(10)],
    ['for another system', Buffer.alloc(1000, 7)],
    ['for another machine', executable({ ...X64, number: 40 })],
  ])('when it is %s, then that is an error', (_, file) => {
    expect(() => withProcCheck(file)).toThrow('not an ELF executable for x86-64 or arm64');
  });
});
