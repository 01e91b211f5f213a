import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { aptLines } from "../../../tools/recipes/archive.ts";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";

/** The program that docs/own-images.md writes. */
const builder = "mycloud-images";

/** The page's settings of the stack. */
export const settings = {
  vendors: {
    mycloud: { about: "for MyCloud, with its message of the day", arches: ["amd64"], diskGigabytes: 2, builder },
  },
  expect: { required: ["mycloud/amd64"], bestEffort: [] },
} as const;

const place = "# here the lines of 2, those of 3 without its first, and those of 4\n";

/**
 * Writes that program into a folder, from the page's own lines: FAI is the real one, the configuration space is the page's. The packages come
 * from this machine's archive. Returns its path.
 */
export async function writeBuilder(folder: string): Promise<string> {
  const page = await readFile(path.join(project, "docs/own-images.md"), "utf8");
  const blocks = [...page.matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].map(([, block = ""]) => block);
  const blockWith = (text: string): string => {
    const [found, ...others] = blocks.filter((block) => block.includes(text));
    if (found === undefined || others.length > 0) throw new Error(`not one block of the page has ${text}`);
    return found;
  };
  const classes = blockWith("FAI_DEBOOTSTRAP=").replaceAll("http://ftp.debian.org/debian", await archive());
  const disk = blockWith("fai-diskimage").replace(/^export IMAGE_VERSION=.*\n/, "");
  const lines = [classes, disk, blockWith("build.json")].join("\n");
  await mkdir(folder, { recursive: true });
  const program = path.join(folder, builder);
  await writeFile(
    program,
    blockWith(place).replace(place, () => lines),
  );
  await chmod(program, 0o755);
  return program;
}

async function archive(): Promise<string> {
  const [line = ""] = await aptLines("trixie");
  const [url] = /http\S+/.exec(line) ?? [];
  if (url === undefined) throw new Error(`this machine's archive of trixie has no address: ${line}`);
  return url;
}
