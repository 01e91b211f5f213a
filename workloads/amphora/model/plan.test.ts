import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dayOfDate } from "../../../images/model/day.ts";
import type { AmphoraFacts, AmphoraPolicy, ExistingAmphora } from "./facts.ts";
import { planAmphora, type Step } from "./plan.ts";
import { octaviaTakes } from "./retag.ts";
import { amphoraBuild, amphoraPolicy, now, existingAmphora } from "../../../test/samples/workloads/amphora.ts";

const [first, second, third] = [
  "debian-bookworm-zed-octavia-12.9.0-20260401-amd64",
  "debian-bookworm-zed-octavia-12.10.0-20260601-amd64",
  "debian-bookworm-zed-octavia-12.11.0-20260901-amd64",
] as const;

const empty: AmphoraFacts = { images: [], foreign: [], builds: [], carried: [] };
const shortly = (steps: readonly Step[]): string[] =>
  steps.map(({ act, name }) => `${act} ${name.split("-")[4] ?? name}`);
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const plan = (facts: Partial<AmphoraFacts>, policy: Partial<AmphoraPolicy> = {}) =>
  planAmphora({ ...empty, ...facts }, { ...amphoraPolicy, ...policy });

const current = existingAmphora(first, { tags: ["amphora"], createdAt: ago(1000) });
const newer = existingAmphora(second, { createdAt: ago(10) });

describe("a rotation", () => {
  it("uploads, verifies, tags the new one and then takes the tag from the old", () => {
    const { steps } = plan({ images: [current], builds: [amphoraBuild(second)] });
    expect(shortly(steps)).toEqual(["upload 12.10.0", "verify 12.10.0", "tag 12.10.0", "untag 12.9.0"]);
  });

  it("begins a cloud with its first image", () => {
    expect(shortly(plan({ builds: [amphoraBuild(first)] }).steps)).toEqual([
      "upload 12.9.0",
      "verify 12.9.0",
      "tag 12.9.0",
    ]);
  });

  it("goes on where it was cut off", () => {
    const both = { ...newer, tags: ["amphora"] };
    expect(shortly(plan({ images: [current, both] }).steps)).toEqual(["untag 12.9.0"]);
  });

  it("is over when the wanted image alone is tagged", () => {
    expect(plan({ images: [current], builds: [amphoraBuild(first)] }).steps).toEqual([]);
  });

  it("goes back when the newer image is withdrawn: the older is tagged before the newer loses its tag", () => {
    const images = [
      { ...current, tags: [], retired: ago(1) },
      { ...newer, tags: ["amphora"] },
    ];
    const { steps, wanted } = plan({ images }, { withdraw: { [second]: "its agent hangs" } });
    expect(wanted?.name).toBe(first);
    expect(shortly(steps)).toEqual(["tag 12.9.0", "untag 12.10.0"]);
  });

  it("takes the tag from the oldest first, so that no third image is taken between", () => {
    const images = [first, second, third].map((name, index) =>
      existingAmphora(name, { tags: ["amphora"], createdAt: ago(100 - index) }),
    );
    const { steps } = plan({ images }, { withdraw: { [second]: "bad", [third]: "bad" } });
    expect(shortly(steps)).toEqual(["untag 12.10.0", "untag 12.11.0"]);
  });
});

describe("what may be taken", () => {
  it("is of the cloud's OpenStack release and arch", () => {
    const builds = ["debian-bookworm-epoxy-octavia-13.1.0-amd64", "debian-bookworm-zed-octavia-12.12.0-arm64"];
    expect(plan({ builds: [...builds, first].map((name) => amphoraBuild(name)) }).wanted?.name).toBe(first);
  });

  it("is nothing where all is withdrawn: what is tagged stays, and that is said", () => {
    const { wanted, steps, refusals } = plan({ images: [current] }, { withdraw: { [first]: "bad" } });
    expect([wanted, steps]).toEqual([null, []]);
    expect(refusals.map(({ expected }) => expected).join()).toContain("not withdrawn");
  });

  it("is no new image once the release was to be looked at again, but one that was found good before is", () => {
    const late = { reevaluateBy: addDays(dayOfDate(now), -1) };
    const refused = plan({ images: [current], builds: [amphoraBuild(second)] }, late);
    expect(refused.wanted?.name).toBe(first);
    expect(refused.steps).toEqual([]);
    expect(refused.refusals.map(({ where }) => where).join()).toContain("reevaluateBy");
    const back = plan(
      {
        images: [
          { ...newer, tags: ["amphora"] },
          { ...current, tags: [] },
        ],
      },
      { ...late, withdraw: { [second]: "bad" } },
    );
    expect(back.wanted?.name).toBe(first);
  });

  it("is taken on the last day still, with a warning", () => {
    const { wanted, warnings } = plan({ builds: [amphoraBuild(first)] }, { reevaluateBy: dayOfDate(now) });
    expect(wanted?.name).toBe(first);
    expect(warnings).toEqual([expect.stringContaining("is to be looked at again by")]);
  });

  it("is never a name with other bytes than before", () => {
    const { wanted, refusals } = plan({ images: [current], builds: [amphoraBuild(first, "e".repeat(128))] });
    expect(wanted).toBeNull();
    expect(refusals[0]?.remedy).toContain("another name");
  });

  it("is nothing while a stranger has the tag, unless its id is given", () => {
    const foreign = [{ id: "f00", name: "amphora-x64-haproxy", createdAt: ago(5) }];
    const facts = { foreign, builds: [amphoraBuild(first)] };
    expect(plan(facts).steps).toEqual([]);
    expect(plan(facts).refusals[0]?.where).toContain("amphora-x64-haproxy");
    const { steps } = plan(facts, { replaces: ["f00"] });
    expect(steps.map(({ act }) => act)).toEqual(["upload", "verify", "tag", "untag"]);
  });
});

describe("an old image", () => {
  const old = { ...current, tags: [], retired: ago(200) };
  const images = [old, { ...newer, tags: ["amphora"] }];
  const on = (image: string | null) => [{ loadBalancer: { id: "1b", name: "shop" }, image }];

  it("goes when nothing runs on it and it was kept long enough", () => {
    expect(plan({ images }).due.map(({ name }) => name)).toEqual([first]);
  });

  it.each([
    ["a load balancer runs on it", { carried: on(old.id) }, "carries shop"],
    ["it is not known what a load balancer runs on", { carried: on(null) }, "may carry shop"],
    ["its tag went lately", { images: [{ ...old, retired: ago(167) }, ...images.slice(1)] }, "to go back to"],
    ["it is tagged", { images: [{ ...old, tags: ["amphora"] }, ...images.slice(1)] }, "tagged amphora"],
    [
      "another Octavia has it by its own tag",
      { images: [{ ...old, tags: ["amphora-lab"] }, ...images.slice(1)] },
      "tagged amphora-lab",
    ],
  ])("stays while %s", (_case, facts, reason) => {
    const { due, kept } = plan({ images, ...facts });
    expect(due).toEqual([]);
    expect(kept.find(({ image }) => image.name === first)?.reason).toContain(reason);
  });

  it("stays where it is of another arch: another entry, or another stack, tends it in the same project", () => {
    const arm64 = existingAmphora(first.replace("amd64", "arm64"), { createdAt: ago(1000) });
    const { due, kept } = plan({ images: [...images, arm64] });
    expect(due.map(({ name }) => name)).toEqual([first]);
    expect(kept.find(({ image }) => image === arm64)?.reason).toBe("of arm64, not of amd64");
  });

  it("names the load balancers that need a failover", () => {
    const carried = [...on(old.id), ...on(null), { loadBalancer: { id: "2b", name: "mail" }, image: newer.id }];
    expect(plan({ images, carried }).failovers).toEqual([
      { loadBalancer: { id: "1b", name: "shop" }, images: [old.id, null] },
    ]);
  });
});

/** A cloud that does what a plan says, while load balancers come: each boots what Octavia takes at that moment. */
class World {
  images: ExistingAmphora[] = [];
  carried: { loadBalancer: { id: string; name: string }; image: string }[] = [];
  at = now;
  #made = 0;

  get taken(): ExistingAmphora | undefined {
    return octaviaTakes(this.images.filter(({ tags }) => tags.includes("amphora")));
  }

  facts(builds: readonly string[]): AmphoraFacts {
    const { images, carried } = this;
    return { images, carried, foreign: [], builds: builds.map((name) => amphoraBuild(name)) };
  }

  boot(): void {
    if (this.taken !== undefined)
      this.carried.push({ loadBalancer: { id: `lb${this.#made++}`, name: "" }, image: this.taken.id });
  }

  do(step: Step): void {
    const at = this.images.findIndex(({ name }) => name === step.name);
    const image = this.images[at];
    if (step.act === "upload") this.images.push(existingAmphora(step.name, { verified: null, createdAt: this.at }));
    else if (image === undefined) throw new Error(`no ${step.name}`);
    else if (step.act === "delete") this.images.splice(at, 1);
    else this.images[at] = { ...image, ...this.#changed(step.act) };
  }

  #changed(act: "verify" | "tag" | "untag"): Partial<ExistingAmphora> {
    if (act === "verify") return { verified: "passed" };
    return act === "tag" ? { tags: ["amphora"], retired: null } : { tags: [], retired: this.at };
  }
}

interface Run {
  builds: readonly string[];
  withdrawn: readonly string[];
  /** How many steps are done before the run is killed. */
  steps: number;
  hours: number;
  ended: readonly number[];
}

const run: fc.Arbitrary<Run> = fc.record({
  builds: fc.subarray([first, second, third]),
  withdrawn: fc.subarray([first, second, third], { maxLength: 2 }),
  steps: fc.nat(6),
  hours: fc.nat(300),
  ended: fc.array(fc.nat(9), { maxLength: 3 }),
});

describe("any history of rotations, cut off anywhere", () => {
  it("leaves Octavia always with an image that was meant, deletes nothing that is used, and ends with one tag", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
        const world = new World();
        for (const { builds, withdrawn, steps, hours, ended } of runs) {
          world.at = new Date(world.at.getTime() + hours * 3_600_000);
          world.carried = world.carried.filter((_one, index) => !ended.includes(index));
          const policy: AmphoraPolicy = {
            ...amphoraPolicy,
            withdraw: Object.fromEntries(withdrawn.map((name) => [name, "bad"])),
            reevaluateBy: addDays(dayOfDate(world.at), 90),
            now: world.at,
          };
          const made = planAmphora(world.facts(builds), policy);
          const before = world.taken;
          const meant = [before?.name, made.wanted?.name];
          for (const step of made.steps.slice(0, steps)) {
            world.do(step);
            world.boot();
            if (before !== undefined) expect(world.taken).toBeDefined();
            if (world.taken !== undefined) expect(meant).toContain(world.taken.name);
            for (const { image } of world.carried) expect(world.images.map(({ id }) => id)).toContain(image);
          }
          if (steps < made.steps.length || made.wanted === null) continue;
          expect(world.images.filter(({ tags }) => tags.length > 0).map(({ name }) => name)).toEqual([
            made.wanted.name,
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
