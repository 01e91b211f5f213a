import { parseWhere } from "../../images/boot-tests/boot-host.ts";
import { firmwareFiles, isQemuArch, qemuMachines } from "../../images/boot-tests/qemu-machines.ts";
import type { Day } from "../../images/model/day.ts";
import type { Arch } from "../../images/model/definitions/arches.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { BootTestInputs } from "../../images/boot-tests/test-resources.ts";
import { bootTestInputs, isDue } from "../../stacks/publication/boot-tests.ts";
import type { Program } from "../setup/programs.ts";

interface Planned {
  day: Day;
  publications: readonly { plan: Pick<Plan, "sets">; policy: Pick<StackPolicy, "tests"> }[];
}

const isInQemu = (text: string): boolean => {
  const where = parseWhere(text);
  return where !== undefined && "hosts" in where && where.hosts.some(({ kind }) => kind === "qemu");
};

/** The programs that this machine needs for the boots of a run; none if no boot is due here. */
export const bootPrograms = ({ publications, day }: Planned): Program[] =>
  publications.flatMap(({ plan, policy }) =>
    plan.sets
      .flatMap(({ images }) => images)
      .filter((image) => isDue(image, day))
      .flatMap((image) => programsFor(image.image.arch, bootTestInputs(image, policy.tests, day))),
  );

function programsFor(arch: Arch, test: BootTestInputs | undefined): Program[] {
  if (test === undefined || !isQemuArch(arch) || !isInQemu(test.where)) return [];
  const needsFiles = test.firmware.some((each) => firmwareFiles(arch, each) !== null);
  // one package has all firmware of the arch
  const { emulator, firmware } = qemuMachines[arch];
  return [emulator, "genisoimage", ...(needsFiles ? [firmware["secure-boot"].variables] : [])];
}
