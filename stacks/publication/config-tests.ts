import { z } from "zod";
import { acceleratorChoices } from "../../images/boot-tests/accelerator.ts";
import type { BootTests } from "../../images/boot-tests/definition.ts";
import { firmwares } from "../../images/boot-tests/firmware.ts";
import { parseWhere, unfit } from "../../images/boot-tests/place.ts";
import type { Problem } from "../../images/model/errors.ts";
import { isMember } from "../../images/model/image.ts";
import { keyName } from "../../images/config/problems.ts";

/** How images are tested before they are shown. */

const member = z.string().refine((text): boolean => isMember(text), 'vendor/arch, as "genericcloud/amd64"');
const whereText = "qemu, nova:<cloud of clouds.yaml>, several with commas, or untested: <reason>";

/** `"5 minutes"`, in seconds. */
const minutes = z
  .string('a number of minutes, as "5 minutes"')
  .regex(/^([1-9]|[1-5]\d|60) minutes?$/, 'a number of minutes up to 60, as "5 minutes"')
  .transform((text) => Number.parseInt(text, 10) * 60);

export const testsSchema = z.strictObject({
  /** `build`: the verdicts of the artifact checks and of the build's own tests. `boot`: each image boots as well. */
  gate: z.enum(["build", "boot"]).default("build"),
  /** By vendor/arch; an image that is left out boots in QEMU if that is possible, and else is not tested. */
  where: z
    .record(
      member,
      z.string(whereText).refine((text) => parseWhere(text) !== undefined, whereText),
    )
    .default({}),
  /** By cloud: the flavor and the network of its servers, by name; default: the smallest flavor that fits, and the only network. */
  nova: z
    .record(
      z.string(),
      z.strictObject({
        flavor: z.string("a flavor's name").nullable().default(null),
        network: z.string("a network's name").nullable().default(null),
      }),
    )
    .default({}),
  /** Each image boots with all of these. */
  firmware: z
    .array(z.enum(firmwares), `a list of ${firmwares.join(", ")}`)
    .min(1, "one firmware at least")
    .default(["bios", "uefi"]),
  /** QEMU's. `auto`: KVM if a tiny guest runs with it, else TCG, QEMU's own emulation. */
  accelerator: z.enum(acceleratorChoices, acceleratorChoices.join(", ")).default("auto"),
  /** From power on until all is checked, for each boot. Without KVM a boot takes minutes. */
  patience: minutes.prefault("10 minutes"),
});

export type TestSettings = z.output<typeof testsSchema>;

export const bootTestsOf = ({ gate, patience: seconds, ...tests }: TestSettings): BootTests | null =>
  gate === "build" ? null : { ...tests, seconds };

/** Images that cannot boot at their configured place. */
export function testProblems({ tests: { where } }: { tests: TestSettings }, file: string): Problem[] {
  return Object.entries(where).flatMap(([key, text]) => {
    const known = parseWhere(text);
    const expected = known === undefined || !isMember(key) ? undefined : unfit(key, known);
    if (expected === undefined) return [];
    return [
      {
        where: keyName(["tests", "where", key]),
        value: text,
        expected,
        remedy: `say untested and the reason in ${file}, or name another place`,
      },
    ];
  });
}
