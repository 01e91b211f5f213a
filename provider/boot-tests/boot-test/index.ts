import { lastDecided } from "../../../images/tree/attempts.ts";
import { contentOf, isSettled, outcomeOf } from "../../../images/tree/made.ts";
import type { ImageRecord } from "../../../images/tree/record.ts";
import {
  bootTestInputs,
  bootTestOutputs,
  type BootTestInputs,
  type BootTestOutputs,
} from "../../../images/boot-tests/test-resources.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../provider-sdk/kind.ts";
import { findImage, imageNamed } from "../../../storage/tree/find-image.ts";
import { isTried, tryOnce } from "./attempt.ts";
import type { MachineOn } from "./boots.ts";
import { bootInNova } from "./nova/index.ts";
import { bootInQemu } from "../../../clients/qemu/index.ts";

type Machines = (operation: Operation, news: BootTestInputs) => MachineOn;

/**
 * The boots of one image before it is shown. The evidence belongs to the image and is removed with it: nothing is deleted here.
 */
export const bootTestOn = (machines: Machines): Kind<BootTestInputs, BootTestOutputs> => {
  const test = (operation: Operation, news: BootTestInputs): Promise<BootTestOutputs> =>
    operation.locks.run(`${news.image} boots`, () => bootOrTell(operation, news, machines));
  return {
    description: "One image's boots before it is shown. It succeeds as a resource, whatever their results.",
    inputs: bootTestInputs,
    outputs: bootTestOutputs,
    id: ({ image }) => image,
    diff(olds, news) {
      const replaces = changedKeys(olds, news, ["image"]);
      const changes: string[] = [...replaces, ...changedKeys(olds, news, ["attempt"])];
      if (!isSettled(olds.outcome)) changes.push("outcome");
      return { changes, replaces };
    },
    create: test,
    read: async (_operation, olds) => olds,
    update: (operation, _olds, news) => test(operation, news),
    delete: async () => undefined,
  };
};

/** Boots the image unless its record already has that many boots; an image that is shown is never booted again. */
async function bootOrTell(operation: Operation, news: BootTestInputs, machines: Machines): Promise<BootTestOutputs> {
  const image = imageNamed(news.image);
  const found = await findImage(operation.places, image);
  if (found === undefined) return { ...news, outcome: "broken: the image is not made", record: "" };
  const { staged, record } = found;
  if (staged === undefined || isTried(staged, news) || outcomeOf(record) === "failed") return told(news, record);
  const tried = await operation.slots.run(operation.signal, () =>
    tryOnce(operation, { staged, image, news }, machines(operation, news)),
  );
  const outputs = told(news, tried.image);
  if (outputs.outcome !== "passed") operation.warn(`did not pass its boot test: ${outputs.outcome}`);
  return outputs;
}

/** The record's result of the image's boots, or of its making where that failed. */
function told(news: BootTestInputs, record: ImageRecord): BootTestOutputs {
  return { ...news, outcome: saidOutcome(record), record: contentOf(record) };
}

function saidOutcome(record: ImageRecord): string {
  const last = record.attempts.at(-1);
  if (last?.outcome === "broken") return `broken: ${last.findings.join("; ")}`;
  return lastDecided(record)?.outcome ?? "broken: it was not booted";
}

const machinesOf =
  (operation: Operation, { nova, accelerator }: BootTestInputs): MachineOn =>
  (host) =>
    host.kind === "qemu"
      ? bootInQemu({ accelerator: accelerator ?? "auto", warn: operation.warn })
      : bootInNova(operation, host.cloud, nova[host.cloud]);

export const bootTest = bootTestOn(machinesOf);
