import type { Firmware } from "../../../../images/boot-tests/firmware.ts";
import {
  debianProperties,
  glanceProperties,
  usualHardware,
  type Hardware,
} from "../../../../targets/openstack/model/properties.ts";
import type { Image } from "../../../../images/model/image.ts";

/** What tells Nova how to start a test's server: as of the published image, but for the firmware, and without what says that it is one. */
export function bootProperties(image: Image, firmware: Firmware): Record<string, string> {
  const published = glanceProperties(image, "", { ...usualHardware, ...starts[firmware] });
  const ofDebian = new Set<string>(Object.values(debianProperties));
  return Object.fromEntries(Object.entries(published).filter(([key]) => !ofDebian.has(key)));
}

const starts: Record<Firmware, Pick<Hardware, "firmware" | "secureBoot">> = {
  bios: { firmware: "bios", secureBoot: "disabled" },
  uefi: { firmware: "uefi", secureBoot: "disabled" },
  "secure-boot": { firmware: "uefi", secureBoot: "required" },
};
