/**
 * A guest of one sector. It waits for three clock ticks in 64-bit mode, and then writes its word to the serial port. So it
 * needs what Debian needs, and what a faulty accelerator lacks: long mode, paging, the FPU and SSE, and interrupts.
 */
export const guestWord = "64 bits and a clock that ticks";

/** Machine code for address 0x7c00, where a BIOS puts a disk's first sector; data at its end. */
const code: readonly (readonly [bytes: string, assembly: string])[] = [
  ["fa", "cli"],
  ["31c0 8ed8 8ec0 8ed0 bc007c", "xor ax,ax; ds, es, ss = ax; mov sp,0x7c00"],
  ["bf0010 b90028 f3ab", "zeros from 0x1000: page tables, and interrupts at 0x5000"],
  ["c70600100320 c70600200330 c70600308300", "the first 2 MiB are one page, at its own address"],
  ["660f0116e77c 660f011eed7c", "lgdt [0x7ce7]; lidt [0x7ced]"],
  ["66b8a0000000 0f22e0", "cr4 = PAE, PGE"],
  ["66b800100000 0f22d8", "cr3 = 0x1000"],
  ["66b9800000c0 0f32 0d0001 0f30", "EFER: long mode"],
  ["0f20c0 660d01000080 0f22c0", "cr0: protected, paging"],
  ["ea627c0800", "jmp 8:0x7c62, in 64 bits from here on"],
  ["66b81000 8ed0", "mov ss,16"],
  ["0f20c0 24fb 0c02 0f22c0", "cr0: no emulated FPU"],
  ["0f20e0 660d0006 0f22e0", "cr4: SSE"],
  ["dbe3 9b", "fninit; fwait"],
  ["b8d77c0000 4189c0 f2410f2ac0 f2440f2cc0", "the handler's address, through a register of SSE"],
  ["6644890425805000 00", "vector 8 (the clock of a BIOS): offset"],
  ["66c7042582500000 0800 66c7042584500000 008e", "selector 8, an interrupt gate"],
  ["b0ff e6a1 b0fe e621", "no other interrupts than the clock's"],
  ["fb f4 803c25e67c000003 72f5 fa", "sti; hlt until the count at 0x7ce6 is 3; cli"],
  ["be107d0000 66baf803", "mov esi,0x7d10; mov dx,0x3f8"],
  ["ac 84c0 7403 ee ebf8", "out the word"],
  ["f4 ebfd", "hlt, for ever"],
  ["50 fe0425e67c0000 b020 e620 58 48cf", "0x7cd7: count a tick; end of interrupt; iretq"],
  ["00", "0x7ce6: the count"],
  ["1700 f87c0000", "the table below"],
  ["ff0f 00500000", "interrupts at 0x5000"],
  ["0f1f440000", "nop, to 0x7cf8"],
  ["0000000000000000 00000000009a2000 0000000000920000", "descriptors: none, code of 64 bits, data"],
];

const sector = 512;

/** The least size: a BIOS finds no cylinder on a smaller disk, and does not read it. */
const diskBytes = 1 << 20;

/** The raw disk that it boots from. */
export function guestDisk(): Buffer {
  const disk = Buffer.alloc(diskBytes);
  const machineCode = Buffer.from(code.map(([bytes]) => bytes.replaceAll(" ", "")).join(""), "hex");
  machineCode.copy(disk);
  disk.write(`${guestWord}\n`, machineCode.length, "latin1");
  disk.writeUInt16BE(0x55aa, sector - 2);
  return disk;
}
