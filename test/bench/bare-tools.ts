import { availableParallelism } from "node:os";
import path from "node:path";
import { buildFile, buildName } from "../../images/tree/files.ts";
import { definitionOf } from "../../images/model/definitions/vendors.ts";
import { runProgram } from "../../tools/sample/program.ts";
import type { MadeBuild } from "./builds.ts";

/** The commands that a person would type, the check of the archive's digest included. $1: the build's archive; $2: the name under which it is published. */
const archiveOnly = `
set -e -o pipefail
cp --reflink=auto "$1" "$2.tar.xz"
xz -dc "$1" | sha512sum > "$2.digest"
sha512sum "$2.tar.xz" > "$2.sums"
sync "$2".*`;

const everyFormat = `
set -e -o pipefail
mkdir "$2.work"
cp --reflink=auto "$1" "$2.tar.xz"
xz -dc "$1" | tee >(sha512sum > "$2.digest") | tar -xSf - -C "$2.work"
mv "$2.work/disk.raw" "$2.raw"
qemu-img convert -f raw -O qcow2 -c -o compat=1.1 "$2.raw" "$2.qcow2"
sha512sum "$2.tar.xz" "$2.raw" "$2.qcow2" > "$2.sums"
sync "$2".*`;

/** Publishes builds as a person would by hand, one image per processor at a time. */
export async function publishBare(builds: readonly MadeBuild[], folder: string): Promise<void> {
  const waiting = builds.values();
  const worker = async () => {
    for (const { build, base } of waiting) {
      const formats: readonly string[] = definitionOf(build).formats;
      const script = formats.includes("qcow2") ? everyFormat : archiveOnly;
      const published = path.join(folder, buildName(build));
      await runProgram("bash", ["-c", script, "bash", buildFile(base, "tar.xz"), published]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
