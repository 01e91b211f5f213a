import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execFileSync } from "node:child_process";
import { mkdtemp, open, rm, writeFile, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packings, textOf, unpacked, type Body, type Packing } from "./body.ts";

const text = "Package: bash\n".repeat(50_000);
const pack: Record<Packing, (data: string) => Buffer> = {
  xz: (data) => execFileSync("xz", ["--stdout", "-1"], { input: data }),
  gz: (data) => gzipSync(data),
};
let folder: string;
const files: FileHandle[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-bodies-"));
});
afterAll(async () => {
  for (const file of files) await file.close();
  await rm(folder, { recursive: true });
});

async function bodyOf(content: string | Uint8Array): Promise<Body> {
  const path = join(folder, String(files.length));
  await writeFile(path, content);
  const file = await open(path, "r");
  files.push(file);
  return { file, where: "Packages" };
}

async function unpack(content: Uint8Array, packing: Packing, maxBytes = text.length): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of unpacked(await bodyOf(content), packing, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(packings)("data packed as %s", (packing) => {
  it("is unpacked", async () => {
    expect(await unpack(pack[packing](text), packing)).toBe(text);
  });

  it("is refused where it is cut off", async () => {
    await expect(unpack(pack[packing](text).subarray(0, -30), packing)).rejects.toThrow("Packages");
  });

  it("is refused where it is no such data", async () => {
    await expect(unpack(Buffer.from(text), packing)).rejects.toThrow("Packages");
  });

  it("is refused where it unpacks to more than it may", async () => {
    await expect(unpack(pack[packing](text), packing, text.length - 1)).rejects.toThrow("bytes unpacked");
  });

  it("may be left before its end, and read again", async () => {
    const body = await bodyOf(pack[packing](text));
    for await (const chunk of unpacked(body, packing, text.length)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    let size = 0;
    for await (const chunk of unpacked(body, packing, text.length)) size += chunk.length;
    expect(size).toBe(text.length);
  });
});

describe("text", () => {
  it("is read whole", async () => {
    expect(await textOf(await bodyOf("Grüße"), 100)).toBe("Grüße");
  });

  it.each<[string, string | Uint8Array, string]>([
    ["longer than it may be", "0123456789", "more than 5 bytes"],
    ["no UTF-8", Uint8Array.of(0xff), "not UTF-8"],
  ])("is refused where it is %s", async (_, content, said) => {
    await expect(textOf(await bodyOf(content), 5)).rejects.toThrow(said);
  });
});
