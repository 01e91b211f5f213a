/** A boot sector for a PC. It reads the four sectors after it to 0x7e00, and writes their text, up to a zero, to the first serial port. */
const bootSector = Buffer.from(
  [
    "31c0 8ed8 8ec0 fc", // segments 0, forward
    "b80402 bb007e b90200 b600 cd13", // four sectors, from the second on, of the disk that was booted
    "be007e",
    "ac 84c0 7412", // the next character; zero: the end
    "88c4 bafd03 ec a820 74fb", // until the port takes one
    "baf803 88e0 ee ebe9",
    "f4 ebfd", // halt
  ]
    .join("")
    .replaceAll(" ", ""),
  "hex",
);

const sector = 512;
const longestText = 4 * sector - 1;

/** The bytes of a disk that writes a text to its serial console and halts: the smallest guest that a server can have. */
export function talkingDisk(text: string): Buffer {
  if (text.length > longestText) throw new RangeError(`${text.length} characters: expected at most ${longestText}`);
  const disk = Buffer.alloc(2 ** 20);
  bootSector.copy(disk);
  disk.writeUInt16LE(0xaa55, sector - 2);
  disk.write(text, sector, "latin1");
  return disk;
}
