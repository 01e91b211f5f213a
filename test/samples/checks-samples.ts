import { vendors } from "../../images/model/definitions/vendors.ts";
import { version } from "./samples.ts";
import type { Context } from "../../images/boot-tests/checks/check.ts";

/** The circumstances of a guest, for tests: trixie's genericcloud on amd64. */
export const contextOf = (changes: Partial<Context> = {}): Context => ({
  image: {
    suite: "trixie",
    channel: "daily",
    vendor: "genericcloud",
    arch: "amd64",
    version: version("20260717-2542"),
  },
  vendor: vendors.genericcloud,
  packages: [
    { name: "adduser", version: "3.152" },
    { name: "libc6:amd64", version: "2.41-12" },
  ],
  diskBytes: 4 * 2 ** 30,
  hostname: "boot-test",
  firmware: "bios",
  network: { address: "10.0.2.15", resolver: "10.0.2.3" },
  console: "Debian GNU/Linux 13 boot-test ttyS0\n\nboot-test login: ",
  seconds: 300,
  ...changes,
});
