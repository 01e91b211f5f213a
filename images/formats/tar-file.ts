/** A tar archive (POSIX ustar) with one small file of root's. */
export function tarOf({ name, content, seconds }: { name: string; content: Uint8Array; seconds: number }): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100, "latin1");
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(octal(content.length), 124);
  header.write(octal(seconds), 136);
  header.write("        0", 148);
  header.write("ustar\0" + "00root", 257);
  header.write("root", 297);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const padding = Buffer.alloc((block - (content.length % block)) % block);
  return Buffer.concat([header, content, padding, Buffer.alloc(2 * block)]);
}

const block = 512;
const octal = (value: number): string => `${value.toString(8).padStart(11, "0")}\0`;
