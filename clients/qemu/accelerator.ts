import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { Accelerator, AcceleratorChoice } from "../../images/boot-tests/accelerator.ts";
import { whyNoGuest, type Probed } from "./probe.ts";
import { findingFile, recall, remember } from "./remembered.ts";

/** What a boot needs from an accelerator. */
export type Needs = Omit<Probed, "accelerator">;

interface Told {
  signal: AbortSignal;
  warn: (text: string) => void;
}

/** The findings about this machine's accelerators. One for the whole process, except in tests. */
export class Accelerators {
  readonly #device: string;
  /** By need: null if its probe guest ran with KVM, else the reason. */
  readonly #found = new Map<string, Promise<string | null>>();
  readonly #warned = new Set<string>();

  constructor(device = "/dev/kvm") {
    this.#device = device;
  }

  /** KVM if a probe guest with the same needs runs with it. A device can be present, start machines, and run none of them. */
  async choose(choice: AcceleratorChoice, needs: Needs, { signal, warn }: Told): Promise<Accelerator> {
    if (choice !== "auto") return choice;
    if (!(await isUsable(this.#device))) return "tcg";
    const why = await this.#findOnce(needs, signal);
    if (why === null) return "kvm";
    if (!this.#warned.has(keyOf(needs)))
      warn(`${needs.arch} with ${needs.firmware} boots in emulation: KVM runs no such guest here: ${why}`);
    this.#warned.add(keyOf(needs));
    return "tcg";
  }

  /** Records for this process, until the machine reboots, that KVM runs no such guest, whatever was found before. */
  async distrust({ arch, firmware }: Needs, why: string): Promise<void> {
    this.#found.set(keyOf({ arch, firmware }), Promise.resolve(why));
    await remember(await findingFile({ arch, firmware, accelerator: "kvm" }), { why });
  }

  #findOnce(needs: Needs, signal: AbortSignal): Promise<string | null> {
    const key = keyOf(needs);
    const answer = this.#found.get(key) ?? findOut({ ...needs, accelerator: "kvm" }, signal);
    this.#found.set(key, answer);
    // a cancelled probe has no result
    answer.catch(() => this.#found.delete(key));
    return answer;
  }
}

export const accelerators = new Accelerators();

const keyOf = ({ arch, firmware }: Needs): string => `${arch} ${firmware}`;

const isUsable = (device: string): Promise<boolean> =>
  access(device, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );

async function findOut({ arch, firmware, accelerator }: Probed, signal: AbortSignal): Promise<string | null> {
  const board = { arch, firmware, accelerator };
  const file = await findingFile(board);
  const known = await recall(file);
  if (known !== undefined) return known.why;
  const why = (await whyNoGuest(board, signal)) ?? null;
  await remember(file, { why });
  return why;
}
