import type { Firmware } from "../../../../images/boot-tests/firmware.ts";
import {
  debianProperties,
  glanceProperties,
  usualHardware,
  type Hardware,
} from "../../../../targets/openstack/model/properties.ts";
import type { Image } from "../../../../images/model/image.ts";

/**
 * The properties by which Nova starts a test's server: the published image's, with the test's firmware, and without those that
 * identify it as a published image.
 */
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
