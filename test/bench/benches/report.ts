import { readFile } from "node:fs/promises";
import path from "node:path";
import { addDays, dayOfDate, formatDay, type Day } from "../../../images/model/day.ts";
import { diffImages, nothingKnown } from "../../../images/releases/diff/diff.ts";
import { imageName, parseMember } from "../../../images/model/image.ts";
import type { Candidate } from "../../../images/plan/facts.ts";
import { plan } from "../../../images/plan/plan.ts";
import { reportHtml } from "../../../images/report/formats/html.ts";
import { reportMarkdown } from "../../../images/report/formats/markdown.ts";
import { reportOf } from "../../../images/report/report.ts";
import { reportText } from "../../../images/report/formats/text.ts";
import type { EngineStep, ReportInput } from "../../../images/report/input.ts";
import { parseVersion } from "../../../images/model/version.ts";
import { makeSettledStack } from "../../worlds/settled-stack.ts";
import { settledWorld, type SettledWorld } from "../../worlds/settled.ts";
import { stepsIn } from "../../../tools/up/saved-plan/saved-plan.ts";
import type { Bench } from "../bench.ts";
import { packagesOf } from "./diff.ts";
import { inFolder } from "../folder.ts";
import { median, say, secondsOf } from "../measure.ts";

const name = "report";
const rounds = 5;
/** How many days later the report is: sets that were shown before are due to go by then, and others to be hidden. */
const daysLater = 20;

/**
 * A report of 1,000 images and its three forms, on a day on which sets go and one comes with all packages changed: what it
 * adds to the preview whose steps it tells.
 */
export const report: Bench = {
  name,
  goal: 1.1,
  against: "the preview alone",
  run: () =>
    inFolder(async (folder) => {
      const world = settledWorld(1000, dayOfDate(new Date("2026-07-17")));
      const today = addDays(world.today, daysLater);
      say(`${name}: filling a state with ${world.facts.sets.flatMap((set) => set.images).length} images …`);
      const stack = await makeSettledStack({ worlds: [world], today: world.today, folder });
      await stack.configure({ "cloud-images:now": formatDay(today) });
      const saved = path.join(folder, "plan.json");
      const times: { preview: number; report: number }[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const preview = await secondsOf(() => stack.run("preview", ["--save-plan", saved]));
        const input = reportInput(world, today, stepsIn(await readFile(saved, "utf8")));
        times.push({ preview, report: await secondsOf(async () => formsOf(input)) });
        const [last] = times.slice(-1);
        say(
          `${name}: round ${round} of ${rounds}: preview ${preview.toFixed(2)} s, report ${last?.report.toFixed(3)} s`,
        );
      }
      return {
        ratio: median(times.map((time) => (time.preview + time.report) / time.preview)),
        seconds: median(times.map((time) => time.report)),
      };
    }),
};

function formsOf(input: ReportInput): string[] {
  const told = reportOf(input);
  return [...reportText(told), reportMarkdown(told), reportHtml(told)];
}

/** Only the report has the set that comes: in the preview, the engine would spend its time on it. */
function reportInput({ facts, policy }: SettledWorld, today: Day, steps: readonly EngineStep[]): ReportInput {
  const candidates = newestSet(facts, today);
  const all = { ...facts, candidates };
  const channel = `${policy.suite}-${policy.channel}`;
  const changed = diffImages(packagesOf("bullseye"), packagesOf("bookworm"), nothingKnown("bookworm"));
  return {
    stack: "dev",
    day: today,
    publications: [{ name: channel, policy, facts: all, plan: plan(all, policy, today), refusals: [] }],
    steps,
    diffs: new Map(candidates.map(({ image }) => [imageName(image), changed])),
    refusals: [],
    warnings: [],
    approve: null,
  };
}

function newestSet({ suite, channel, sets }: SettledWorld["facts"], today: Day): Candidate[] {
  const version = parseVersion(`${formatDay(today).replaceAll("-", "")}-9000`);
  const [set] = sets;
  if (version === undefined || set === undefined) throw new RangeError("no set to follow");
  return [...set.expect.required, ...set.expect.bestEffort].flatMap((member) => {
    const parts = parseMember(member);
    if (parts === undefined) return [];
    return [
      {
        image: { suite, channel, version, ...parts },
        digest: "ab".repeat(64),
        packages: "cd".repeat(32),
        notInStable: null,
        source: `artifacts/${member}`,
      },
    ];
  });
}
