/**
 * Puts a check in front of an executable for Linux: without /proc, it prints an error and exits with status 1.
 *
 * Before it runs any code of ours, Bun's runtime asks glibc for the bounds of the stack, which glibc reads from
 * /proc/self/maps. If that file cannot be opened, the runtime (1.4.5) aborts, and prints a report that contains the arguments.
 * It does so before it reads any option, so the check must run before the runtime. musl finds the bounds without the file, but
 * without /proc the program could not tell that its standard output is closed (src/system/closedStream.ts).
 *
 * The check is some 70 bytes of machine code and its texts, at the end of the file. The kernel maps it as one more segment,
 * and starts it instead of the runtime's `_start`, which it jumps to if the file can be opened. The entry for the new
 * segment replaces that of the notes (PT_NOTE), which neither the kernel, the C library, nor the runtime reads in an
 * executable. The structures are those of `elf(5)`.
 */

const ELF_MAGIC = 0x7f454c46;
const ELF_64_BIT_LITTLE_ENDIAN = 0x0201;
const PT_LOAD = 1;
const PT_NOTE = 4;
const READABLE_AND_EXECUTABLE = 5;

/** Offsets in the header of the file. */
const HEADER = { format: 4, machine: 18, entry: 24, segments: 32, segmentSize: 54, segmentCount: 56 };

/** Offsets in the entry of a segment. */
const SEGMENT = {
  type: 0,
  flags: 4,
  offset: 8,
  address: 16,
  physicalAddress: 24,
  fileSize: 32,
  memorySize: 40,
  alignment: 48,
};

/** Instructions are aligned to four bytes on arm64. */
const CODE_ALIGNMENT = 16;

/** What the check does, apart from where it is. */
interface ProcCheck {
  /** The file that must be readable. */
  readonly path: string;
  /** What is written to standard error if it is not. */
  readonly message: string;
}

const PROC_CHECK: ProcCheck = {
  path: '/proc/self/maps',
  message: `Error: cannot read /proc/self/maps, which this program needs
Mount /proc, for example with: mount -t proc proc /proc
`,
};

const int32 = (value: number): number[] => [...Buffer.from(Int32Array.of(value).buffer)];

/**
 * The check for x86-64. The ABI defines two registers at `_start`: rsp, which the code does not touch, and rdx, which has a
 * function for atexit(3) and which a system call preserves. `jump` is the distance from the code to the entry of the runtime.
 */
function codeForX64(check: { path: number; message: number; length: number }, jump: number): Buffer {
  const bytes: number[] = [];
  const add = (...code: number[]) => bytes.push(...code);
  /** An instruction that ends with the distance of a place from the next instruction. */
  const relative = (code: readonly number[], place: number) =>
    add(...code, ...int32(place - (bytes.length + code.length + 4)));

  relative([0x48, 0x8d, 0x3d], check.path); //    lea rdi, [rip + path]
  add(0xbe, ...int32(0x80000)); //                mov esi, O_RDONLY | O_CLOEXEC
  add(0xb8, ...int32(2)); //                      mov eax, 2           open
  add(0x0f, 0x05); //                             syscall
  add(0x85, 0xc0); //                             test eax, eax
  add(0x78, 0x0e); //                             js failed            over the next 14 bytes
  add(0x89, 0xc7); //                             mov edi, eax
  add(0xb8, ...int32(3)); //                      mov eax, 3           close
  add(0x0f, 0x05); //                             syscall
  relative([0xe9], jump); //                      jmp _start
  //                                            failed:
  add(0xbf, ...int32(2)); //                      mov edi, 2           standard error
  relative([0x48, 0x8d, 0x35], check.message); // lea rsi, [rip + message]
  add(0xba, ...int32(check.length)); //           mov edx, length
  add(0xb8, ...int32(1)); //                      mov eax, 1           write
  add(0x0f, 0x05); //                             syscall
  add(0xbf, ...int32(1)); //                      mov edi, 1
  add(0xb8, ...int32(231)); //                    mov eax, 231         exit_group
  add(0x0f, 0x05); //                             syscall
  return Buffer.from(bytes);
}

/**
 * The check for arm64. The ABI defines two registers at `_start`: sp, which the code does not touch, and x0, which has a
 * function for atexit(3) and which a system call overwrites. A system call preserves all other registers.
 */
function codeForArm64(check: { path: number; message: number; length: number }, jump: number): Buffer {
  const words: number[] = [];
  const here = () => words.length * 4;
  const move = (register: number, value: number) => 0xd2800000 | (value << 5) | register;
  /** An address up to 1 MiB away: its two lowest bits are in bits 29 and 30, the others in bits 5 to 23. */
  const address = (register: number, place: number) => {
    const distance = place - here();
    return 0x10000000 | ((distance & 3) << 29) | (((distance >> 2) & 0x7ffff) << 5) | register;
  };
  const branch = (place: number) => {
    const distance = (place - here()) / 4;
    if (Math.abs(distance) >= 2 ** 25) throw new Error('the entry of the executable is too far from its end');
    return 0x14000000 | (distance & 0x3ffffff);
  };
  const SVC = 0xd4000001;

  words.push(0xaa0003e9); //                       mov x9, x0
  words.push(0x92800c60); //                       mov x0, #-100        AT_FDCWD
  words.push(address(1, check.path)); //           adr x1, path
  words.push(0xd2a00102); //                       mov x2, #0x80000     O_RDONLY | O_CLOEXEC
  words.push(move(8, 56)); //                      mov x8, #56          openat
  words.push(SVC); //                              svc #0
  words.push(0x37f800a0); //                       tbnz w0, #31, failed over the next 4 instructions
  words.push(move(8, 57)); //                      mov x8, #57          close
  words.push(SVC); //                              svc #0
  words.push(0xaa0903e0); //                       mov x0, x9
  words.push(branch(jump)); //                     b _start
  //                                             failed:
  words.push(move(0, 2)); //                       mov x0, #2           standard error
  words.push(address(1, check.message)); //        adr x1, message
  words.push(move(2, check.length)); //            mov x2, #length
  words.push(move(8, 64)); //                      mov x8, #64          write
  words.push(SVC); //                              svc #0
  words.push(move(0, 1)); //                       mov x0, #1
  words.push(move(8, 94)); //                      mov x8, #94          exit_group
  words.push(SVC); //                              svc #0
  return Buffer.from(Uint32Array.from(words).buffer);
}

/** The code for each machine, by the number of the machine in the header of the file. */
const CODE_FOR: ReadonlyMap<number, typeof codeForX64> = new Map([
  [62, codeForX64],
  [183, codeForArm64],
]);

/** Offsets of the entries of the segments, and of the bytes behind the last segment, in the file and in memory. */
function layoutOf(file: Buffer) {
  const segments = Array.from(
    { length: file.readUInt16LE(HEADER.segmentCount) },
    (_, index) =>
      Number(file.readBigUInt64LE(HEADER.segments)) + index * file.readUInt16LE(HEADER.segmentSize),
  );
  const ofType = (type: number) => segments.filter((at) => file.readUInt32LE(at) === type);
  const loaded = ofType(PT_LOAD);
  const number = (at: number) => Number(file.readBigUInt64LE(at));
  return {
    note: ofType(PT_NOTE).at(-1),
    lastLoaded: loaded.at(-1),
    endInMemory: Math.max(
      ...loaded.map((at) => number(at + SEGMENT.address) + number(at + SEGMENT.memorySize)),
    ),
    alignment: Math.max(...loaded.map((at) => number(at + SEGMENT.alignment))),
  };
}

const roundedUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/**
 * Puts the check in front of an executable. The bytes of the file stay where they are.
 * @param file an ELF executable for x86-64 or arm64
 * @throws {Error} if the file is something else, or has no segment of notes behind those that are loaded
 */
export function withProcCheck(file: Buffer, check: ProcCheck = PROC_CHECK): Buffer {
  const isElf = file.length > 64 && file.readUInt32BE(0) === ELF_MAGIC;
  const codeFor = isElf ? CODE_FOR.get(file.readUInt16LE(HEADER.machine)) : undefined;
  if (!codeFor || file.readUInt16BE(HEADER.format) !== ELF_64_BIT_LITTLE_ENDIAN)
    throw new Error('not an ELF executable for x86-64 or arm64');
  const { note, lastLoaded, endInMemory, alignment } = layoutOf(file);
  // Segments that are loaded must be in the order of their addresses.
  if (note === undefined || lastLoaded === undefined || note < lastLoaded)
    throw new Error('the executable has no segment of notes behind those that are loaded');

  const offset = roundedUp(file.length, CODE_ALIGNMENT);
  // A segment must have the same place within a page in the file and in memory.
  const address = roundedUp(endInMemory, alignment) + (offset % alignment);
  const path = Buffer.from(`${check.path}\0`);
  const message = Buffer.from(check.message);
  const entry = Number(file.readBigUInt64LE(HEADER.entry));
  const codeLength = codeFor({ path: 0, message: 0, length: 0 }, 0).length;
  const places = { path: codeLength, message: codeLength + path.length, length: message.length };
  const segment = Buffer.concat([codeFor(places, entry - address), path, message]);

  const result = Buffer.concat([file, Buffer.alloc(offset - file.length), segment]);
  result.writeUInt32LE(PT_LOAD, note + SEGMENT.type);
  result.writeUInt32LE(READABLE_AND_EXECUTABLE, note + SEGMENT.flags);
  for (const [at, value] of [
    [note + SEGMENT.offset, offset],
    [note + SEGMENT.address, address],
    [note + SEGMENT.physicalAddress, address],
    [note + SEGMENT.fileSize, segment.length],
    [note + SEGMENT.memorySize, segment.length],
    [note + SEGMENT.alignment, alignment],
    [HEADER.entry, address],
  ] as const)
    result.writeBigUInt64LE(BigInt(value), at);
  return result;
}
