import { bootsDone, decidingAttempts } from "../../images/tree/attempts.ts";
import { bootPlanOf, type BootTests } from "../../images/boot-tests/definition.ts";
import { firmwareFor } from "../../images/boot-tests/firmware.ts";
import { formatDay, type Day } from "../../images/model/day.ts";
import { verdictOf } from "../../images/plan/gate/gate.ts";
import type { ImagePlan } from "../../images/plan/types.ts";
import type { BootPlan, Phase } from "../../images/tree/record.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import type { BootTestInputs } from "../../images/boot-tests/test-resources.ts";

/** For an image that this run makes: the boot plan that its record will have. */
export const newBootPlan = ({ record, candidate, image }: ImagePlan, tests: BootTests | null): BootPlan | undefined =>
  record === null && tests !== null ? bootPlanOf({ ...image, ownVendor: candidate?.ownVendor }, tests) : undefined;

/** For an image that must boot, or had to boot, before it is shown. A made image is tested as its record says. */
export function bootTestInputs(image: ImagePlan, tests: BootTests | null, today: Day): BootTestInputs | undefined {
  const plan = image.record === null ? newBootPlan(image, tests) : image.record.boot;
  if (plan === undefined || "untested" in plan) return undefined;
  const attempt = image.record === null ? 1 : bootsDone(image.record) + (isDue(image, today) ? 1 : 0);
  if (attempt === 0) return undefined;
  const { firmware, seconds, nova, accelerator } = tests ?? usual;
  return {
    image: image.name,
    where: plan.where,
    nova,
    firmware: [...firmwareFor(image.image.arch, firmware)],
    seconds,
    ...(accelerator === "auto" ? {} : { accelerator }),
    attempt,
    day: formatDay(today),
  };
}

/** For an image that must boot, while its stack no longer asks for boots. */
const usual = { firmware: ["bios"], seconds: 600, nova: {}, accelerator: "auto" } as const;

const testable: readonly Phase[] = ["made", "held", "current"];

/** Whether this run boots the image. An image whose pass still needs a person's acceptance is booted too. */
export function isDue({ record, targets }: ImagePlan, today: Day): boolean {
  if (record === null) return true;
  const phase = targets.get(mirrorTarget.name)?.phase;
  if (phase === undefined || !testable.includes(phase)) return false;
  if (record.targets[mirrorTarget.name]?.days.shown !== undefined) return false;
  return verdictOf(decidingAttempts(record), today, true).state === "undecided";
}
