import { expect, it } from "vitest";
import { qemuArches } from "../../images/boot-tests/qemu-machines.ts";
import { whyNoGuest } from "../../clients/qemu/probe.ts";

it.each(qemuArches)(
  "the firmware of Secure Boot speaks in a machine of %s, before it has anything to boot",
  async (arch) => {
    const board = { arch, firmware: "secure-boot", accelerator: "tcg" } as const;
    expect(await whyNoGuest(board, new AbortController().signal, 900)).toBeUndefined();
  },
);
