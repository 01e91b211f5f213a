import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { judge } from "./judge.ts";
import { ordinary, projectOf, runOn, superuser, type Machine, type Person } from "./machine.ts";
import { giveTo, makeMachines } from "./make.ts";
import { askWhatIsMissing, publishedVersion, tryReadme, type Step, type Type } from "./story.ts";
import { runProgram } from "../../tools/sample/program.ts";
import { unfitFor } from "../../tools/test/services-host.ts";
import { ensurePrograms } from "../../tools/setup/programs.ts";
import { elapsed, lastLines, withProgress } from "../../tools/setup/bootstrap/progress.mjs";
import { failureLines, summary } from "../../tools/test/results.ts";
import { bareTest } from "../../tools/usage/checking.mjs";
import { readArguments } from "../../tools/usage/read-arguments.ts";

/** Seconds after which a command counts as hanging. The engine's build takes four minutes on two idle processors. */
const patience = 60 * 60;

/** Tries README's commands on machines that have only what README asks for, as root and as an ordinary user. */
export async function main(args: string[]): Promise<number> {
  readArguments(bareTest, args);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const unfit = unfitFor("test:bare");
  if (unfit === undefined) await onBareMachines(counts);
  else {
    counts.skipped += 1;
    console.log(`SKIPPED: README's commands on a bare machine, a root folder of its own: ${unfit}`);
  }
  console.log(summary(counts));
  return counts.failed === 0 ? 0 : 1;
}

interface Counts {
  passed: number;
  failed: number;
}

async function onBareMachines(counts: Counts): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-bare-"));
  try {
    await ensurePrograms(["mmdebstrap"]);
    const { ofRoot, ofUser } = await withProgress("making two bare machines", () => makeMachines(folder));
    await tryReadme(typist(ofRoot, superuser, counts), () => publishedVersion(ofRoot, superuser));
    const type = typist(ofUser, ordinary, counts);
    const told = await askWhatIsMissing(type);
    if (told === undefined) return;
    await typist(ofUser, superuser, counts, "/")({ line: told, promised: { code: 0 } });
    await giveEngine(ofRoot, ofUser);
    await tryReadme(type, () => publishedVersion(ofUser, ordinary));
    // only tests that touch disks, programs and users depend on the machine
    await type({
      line: ["npm", "test", "--", "--project", "unit", "provider/", "storage/", "tools/"],
      promised: { code: 0, says: [/^\d+ passed, 0 failed/m] },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies the engine from root's machine. Its build takes minutes, and the first machine has proved that it works. */
async function giveEngine(from: Machine, to: Machine): Promise<void> {
  const cache = (machine: Machine, person: Person) => path.join(machine.root, person.home, ".cache/cloud-images");
  const names = (await readdir(cache(from, superuser))).filter((name) => name.startsWith("pulumi-"));
  const engines = names.map((name) => path.join(cache(from, superuser), name));
  await runProgram("cp", ["-a", ...engines, cache(to, ordinary)]);
  await giveTo(to.root, ordinary);
}

/** Types commands as a person. Prints a line for each, and its output only where it broke a promise. */
function typist(machine: Machine, person: Person, counts: Counts, folder = projectOf(person)): Type {
  return async (step: Step) => {
    const begun = Date.now();
    const ended = await runOn(machine, { person, folder, line: step.line, seconds: patience });
    const wrong = judge(ended, step.promised);
    const name = `${person.name.padEnd(6)}  ${elapsed(Date.now() - begun).padStart(11)}  ${step.line.join(" ")}`;
    if (wrong.length === 0) {
      counts.passed += 1;
      console.log(`ok      ${name}`);
    } else {
      counts.failed += 1;
      console.log(ended.output.trimEnd());
      const reason = [...wrong.map((each) => `wrong: ${each}`), lastLines(ended.output)].join("\n");
      for (const line of failureLines({ name, reason })) console.log(line);
    }
    return ended;
  };
}
