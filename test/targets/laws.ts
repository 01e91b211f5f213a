import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moments, type TargetDriver } from "./driver.ts";
import { nothing, runOnce, type Memory, type RunOptions } from "./small-engine.ts";
import type { Phase } from "../../images/tree/record.ts";

const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it succeeded",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const unlisted = { listed: false, startable: false };
const listed = { listed: true, startable: true };

/**
 * Tests what must be true of every target, whatever its cloud. `start` gives each test a cloud of its own, without the image.
 *
 * @param hiding how the cloud hides: `in place`, so that the image can still be started by its name there; `for everybody`, so that
 *   only its owner starts it; or `deleted`
 */
export function keepsTheLaws(
  cloud: string,
  hiding: "in place" | "for everybody" | "deleted",
  start: () => Promise<TargetDriver>,
): void {
  describe(`an image at ${cloud}`, () => {
    let driver: TargetDriver;
    beforeEach(async () => {
      driver = await start();
    });
    afterEach(() => driver.end());

    const run = (memory: Memory, phase: Phase, options?: RunOptions) => runOnce(driver, memory, phase, options);
    const through = async (...phases: Phase[]): Promise<Memory> => {
      let memory = nothing;
      for (const phase of phases) memory = await run(memory, phase);
      return memory;
    };
    const wholeOnce = [{ ref: expect.any(String) as string, whole: true }];

    it("is private before the gate opens", async () => {
      const { result } = await run(nothing, "made");
      expect(result).toMatchObject({ state: "passed" });
      expect(await driver.owned()).toEqual(wholeOnce);
      expect(await driver.outsider()).toEqual(unlisted);
    });

    it("is listed once it is shown, and stays listed when a newer one is current", async () => {
      const current = await through("made", "current");
      expect(await driver.outsider()).toEqual(listed);
      await run(current, "superseded");
      expect(await driver.outsider()).toEqual(listed);
    });

    it("is recorded by the names that the cloud has for it", async () => {
      const { result } = await run(await through("made"), "current");
      const [own] = await driver.owned();
      expect(result?.refs).toContain(own?.ref);
    });

    it("is hidden without its bytes being sent again, and shown again in the same way", async () => {
      const superseded = await through("made", "current", "superseded");
      const { uploads } = await driver.count();
      const hidden = await run(superseded, "hidden");
      expect(await driver.outsider()).toEqual({ listed: false, startable: hiding === "in place" });
      await run(hidden, "current");
      expect(await driver.outsider()).toEqual(listed);
      expect((await driver.count()).uploads).toBe(uploads);
    });

    it("is started by nobody else once it is withdrawn, and is kept", async () => {
      await run(await through("made", "current"), "withdrawn");
      expect(await driver.outsider()).toEqual(unlisted);
      expect(await driver.owned()).toEqual(wholeOnce);
    });

    it("goes only after its tombstone is written, and is seen by nobody while it waits for one", async () => {
      const hidden = await through("made", "current", "superseded", "hidden");
      expect(await messageOf(run(hidden, "gone"))).toContain("tombstone");
      expect(await driver.outsider()).toEqual(unlisted);
      expect(await driver.owned()).toEqual(wholeOnce);
      await run(hidden, "gone", { tombstoned: true });
      expect(await driver.owned()).toEqual([]);
    });

    it("changes nothing when a run is repeated", async () => {
      const current = await through("made", "current");
      const { changes } = await driver.count();
      await run(current, "current");
      expect((await driver.count()).changes).toBe(changes);
    });

    it("is adopted by a run that lost the state: its bytes are sent once, and its names stay", async () => {
      const { record, result } = await run(await through("made"), "current");
      const { uploads } = await driver.count();
      const again = await run({ state: new Map(), record }, "current");
      expect(again.result).toEqual(result);
      expect((await driver.count()).uploads).toBe(uploads);
      expect(await driver.owned()).toEqual(wholeOnce);
    });

    it("reaches no account but the named one: nothing is changed, and the error names it", async () => {
      expect(await messageOf(run(nothing, "made", { target: driver.foreign }))).toMatch(/expected .+; /);
      expect(await driver.count()).toEqual({ uploads: 0, changes: 0 });
    });

    it("is left out where the cloud is down, and the result says why", async () => {
      const { result } = await run(nothing, "made", { down: "503" });
      expect(result?.state).toBe("broken: the cloud is down (503)");
      expect(await driver.count()).toEqual({ uploads: 0, changes: 0 });
    });

    it.each<Phase>(["withdrawn", "failed"])(
      "that never came there, since the cloud was down until it was %s, is not sent there any more",
      async (phase) => {
        const { result } = await run(await run(nothing, "made", { down: "503" }), phase);
        expect(result).toMatchObject({ refs: [], state: "passed" });
        expect(await driver.owned()).toEqual([]);
        expect(await driver.count()).toEqual({ uploads: 0, changes: 0 });
      },
    );

    describe("when two machines run at once, because the state's lock was broken,", () => {
      const ways: readonly [string, () => Promise<RunOptions>][] = [
        ["step by step with the other", async () => ({ machines: 2 })],
        [
          "a moment after the other, in each call",
          async () => {
            await driver.forestall();
            return {};
          },
        ],
      ];

      it.each(ways)(
        "is made once, shown, hidden and withdrawn %s: what the other did counts as done",
        async (_way, begin) => {
          const together = await begin();
          let memory = nothing;
          for (const phase of ["made", "current", "superseded", "hidden", "current", "withdrawn"] as const) {
            const ended = await run(memory, phase, together);
            expect(ended.result).toMatchObject({ state: "passed" });
            expect(await driver.owned()).toEqual(wholeOnce);
            const isSeen = phase === "current" || phase === "superseded";
            expect(await driver.outsider()).toEqual({
              listed: isSeen,
              startable: isSeen || (phase === "hidden" && hiding === "in place"),
            });
            memory = ended;
          }
        },
      );

      it.each(ways)("is gone %s", async (_way, begin) => {
        const hidden = await through("made", "current", "superseded", "hidden");
        await run(hidden, "gone", { tombstoned: true, ...(await begin()) });
        expect(await driver.owned()).toEqual([]);
      });
    });

    it("is made, shown, hidden and withdrawn without the right to delete, and goes by the identity that may do nothing else", async () => {
      driver.divide();
      let memory = nothing;
      for (const phase of ["made", "current", "superseded", "hidden", "current", "withdrawn"] as const) {
        memory = await run(memory, phase);
        expect(await driver.owned()).toEqual(wholeOnce);
      }
      await run(memory, "gone", { tombstoned: true });
      expect(await driver.owned()).toEqual([]);
    });

    describe.each(moments)("when a run is killed %s a call", (moment) => {
      const ways: readonly [string, readonly Phase[], Phase][] = [
        ["of its upload", [], "made"],
        ["that shows it", ["made"], "current"],
        ["that hides it", ["made", "current", "superseded"], "hidden"],
        ["that withdraws it", ["made", "current"], "withdrawn"],
      ];

      it.each(ways)("%s, the next run ends where a single run ends", async (_case, before, phase) => {
        const memory = await through(...before);
        await driver.spoil(moment);
        await messageOf(run(memory, phase));
        await driver.calm();
        const { result } = await run(memory, phase);
        expect(result).toMatchObject({ state: "passed" });
        expect(await driver.owned()).toEqual(wholeOnce);
        const isSeen = phase === "current";
        expect(await driver.outsider()).toEqual({
          listed: isSeen,
          startable: isSeen || (phase === "hidden" && hiding === "in place"),
        });
      });

      it("of its deletion, the next run ends it", async () => {
        const hidden = await through("made", "current", "superseded", "hidden");
        await driver.spoil(moment);
        await messageOf(run(hidden, "gone", { tombstoned: true }));
        await driver.calm();
        await run(hidden, "gone", { tombstoned: true });
        expect(await driver.owned()).toEqual([]);
      });
    });
  });
}
