import { open } from "node:fs/promises";

const releases = ["bullseye", "bookworm", "trixie", "forky", "sid"];
/** The tracker's file of 2026: 3,800 sources, of which the kernel has a fifth of the bytes. */
const kernelVulnerabilities = 9000;
const most = 50 * 2 ** 20;

export const kernel = "linux";
export const sourceName = (index: number): string => `source-${index}`;

/** Writes 50 MB with the tracker's shape; answers how many sources it has beside the kernel. */
export async function writeTrackerFile(file: string): Promise<number> {
  const handle = await open(file, "wx");
  try {
    let bytes = 0;
    let sources = 0;
    const write = async (text: string) => {
      bytes += (await handle.write(text)).bytesWritten;
    };
    await write(`{${member(kernel, kernelVulnerabilities)}`);
    for (; bytes < most; sources += 1) await write(`, ${member(sourceName(sources), 1 + ((sources * 7919) % 20))}`);
    await write("}");
    return sources;
  } finally {
    await handle.close();
  }
}

function member(source: string, vulnerabilities: number): string {
  const entries = Array.from({ length: vulnerabilities }, (_, index) => [
    `CVE-20${10 + (index % 16)}-${1000 + index}`,
    vulnerability(index),
  ]);
  return `${JSON.stringify(source)}: ${JSON.stringify(Object.fromEntries(entries))}`;
}

function vulnerability(index: number): object {
  const isFixed = index % 3 > 0;
  const release = (codename: string) => ({
    status: isFixed ? "resolved" : "open",
    repositories: { [codename]: "1.2.3-4+deb12u1", [`${codename}-security`]: "1.2.3-4+deb12u2" },
    ...(isFixed ? { fixed_version: "1.2.3-4+deb12u2" } : {}),
    urgency: index % 4 > 0 ? "not yet assigned" : "unimportant",
    ...(index % 5 > 0 ? {} : { nodsa: "Minor issue", nodsa_reason: "" }),
  });
  return {
    description: `A flaw: the "length" of field ${index} is not checked (C:\\dir), so that somebody far away reads beyond its end.`,
    debianbug: 1_000_000 + index,
    scope: "remote",
    releases: Object.fromEntries(releases.map((codename) => [codename, release(codename)])),
  };
}
