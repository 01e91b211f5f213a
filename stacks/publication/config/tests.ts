import { z } from "zod";
import { acceleratorChoices } from "../../../images/boot-tests/accelerator.ts";
import type { BootTests } from "../../../images/boot-tests/definition.ts";
import { firmwares } from "../../../images/boot-tests/firmware.ts";
import { parseWhere, unfit } from "../../../images/boot-tests/boot-host.ts";
import type { Problem } from "../../../images/model/errors.ts";
import { isKnownVendor, ownVendorIn, type OwnVendors } from "../../../images/model/definitions/vendors.ts";
import { isMember, parseMember } from "../../../images/model/image.ts";
import { keyName } from "../../../images/config/problems.ts";
import { orNull } from "../../../images/config/values.ts";

/** The key `tests`: how images are tested before they are shown. */

const member = z.string().refine((text): boolean => isMember(text), 'vendor/arch, as "genericcloud/amd64"');
const whereText = "qemu, nova:<cloud of clouds.yaml>, several with commas, or untested: <reason>";

/** `"5 minutes"`, in seconds. */
const minutes = z
  .string('a number of minutes, as "5 minutes"')
  .regex(/^([1-9]|[1-5]\d|60) minutes?$/, 'a number of minutes up to 60, as "5 minutes"')
  .transform((text) => Number.parseInt(text, 10) * 60);

const where = z.string(whereText).refine((text) => parseWhere(text) !== undefined, whereText);

const novaServer = z.strictObject({
  flavor: orNull(z.string("a flavor's name")).describe("By name; null: the smallest that fits."),
  network: orNull(z.string("a network's name")).describe("By name; null: the only one."),
});

export const testsSchema = z.strictObject({
  gate: z
    .enum(["build", "boot"])
    .default("build")
    .describe("build: the checks of the artifact and the build's own tests. boot: each image boots as well."),
  where: z
    .record(member, where)
    .default({})
    .describe(
      `By vendor/arch: ${whereText}. An image that is left out boots in QEMU if that is possible, and else is not tested.`,
    ),
  nova: z.record(z.string(), novaServer).default({}).describe("By cloud: the servers that boot images there."),
  firmware: z
    .array(z.enum(firmwares), `a list of ${firmwares.join(", ")}`)
    .min(1, "one firmware at least")
    .default(["bios", "uefi"])
    .describe("Each image boots with all of these."),
  accelerator: z
    .enum(acceleratorChoices, acceleratorChoices.join(", "))
    .default("auto")
    .describe("QEMU's. auto: KVM if a tiny guest runs with it, else TCG, QEMU's own emulation."),
  patience: minutes
    .prefault("10 minutes")
    .describe("The time for each boot, from power on until all is checked. Without KVM a boot takes minutes."),
});

type TestSettings = z.output<typeof testsSchema>;

export const bootTestsOf = ({ gate, patience: seconds, ...tests }: TestSettings): BootTests | null =>
  gate === "build" ? null : { ...tests, seconds };

/** Images that cannot boot at their configured place. */
export function testProblems(
  { tests: { where }, vendors }: { tests: TestSettings; vendors: OwnVendors },
  file: string,
): Problem[] {
  return Object.entries(where).flatMap(([key, text]) => {
    const known = parseWhere(text);
    const image = parseMember(key);
    if (known === undefined || image === undefined || !isKnownVendor(image.vendor, vendors)) return [];
    const expected = unfit({ ...image, ownVendor: ownVendorIn(vendors, image.vendor) }, known);
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
