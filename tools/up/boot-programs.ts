import { firmwareFiles } from "../../images/boot-test/firmware.ts";
import { parseWhere } from "../../images/boot-test/place.ts";
import type { Day } from "../../images/day.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/stack-policy.ts";
import { bootTestInputs, isDue } from "../../stacks/boot-tests.ts";
import type { Program } from "../setup/programs.ts";

interface Planned {
  day: Day;
  publications: readonly { plan: Pick<Plan, "sets">; policy: Pick<StackPolicy, "tests"> }[];
}

const isInQemu = (text: string): boolean => {
  const where = parseWhere(text);
  return where !== undefined && "places" in where && where.places.some(({ kind }) => kind === "qemu");
};

/** What this machine needs for the boots of a run; nothing where none is due, or all are elsewhere. */
export function bootPrograms({ publications, day }: Planned): Program[] {
  const firmware = publications.flatMap(({ plan, policy }) =>
    plan.sets
      .flatMap(({ images }) => images)
      .filter((image) => isDue(image, day))
      .map((image) => bootTestInputs(image, policy.tests, day))
      .flatMap((test) => (test !== undefined && isInQemu(test.where) ? test.firmware : [])),
  );
  if (firmware.length === 0) return [];
  const needsFiles = firmware.some((each) => firmwareFiles[each] !== null);
  return ["qemu-system-x86_64", "genisoimage", ...(needsFiles ? [firmwareFiles["secure-boot"].variables] : [])];
}
