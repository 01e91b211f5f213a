import type { Firmware } from "../firmware.ts";
import type { Check } from "./check.ts";

/** UEFI's own variable, of its global vendor GUID (UEFI specification 2.10, 3.3). */
const variable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

/** The four bytes before a variable's value are its attributes (Linux, Documentation/filesystems/efivarfs.rst). */
const value = `od -An -tu1 -j4 ${variable} 2>/dev/null`;

const names: Readonly<Record<Firmware, string>> = {
  bios: "BIOS",
  uefi: "UEFI without Secure Boot",
  "secure-boot": "UEFI with Secure Boot on",
};

export const firmware: Check = {
  name: "firmware",
  about: "the machine started as it was asked to: with BIOS, with UEFI, or with UEFI that has Secure Boot on",
  collect: `if [ -d /sys/firmware/efi ]; then echo uefi $(${value}); else echo bios; fi`,
  judge(output, { firmware: asked }) {
    const found = firmwareOf[output.trim()];
    if (found === undefined) return ["the guest did not say with which firmware it started"];
    return found === asked ? [] : [`started with ${names[found]}, not with ${names[asked]}`];
  },
};

/** By the script's output. Firmware without Secure Boot has no such variable. */
const firmwareOf: Readonly<Partial<Record<string, Firmware>>> = {
  bios: "bios",
  uefi: "uefi",
  "uefi 0": "uefi",
  "uefi 1": "secure-boot",
};
