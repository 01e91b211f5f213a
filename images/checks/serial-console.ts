import type { Check } from "./check.ts";

export const serialConsole: Check = {
  name: "serial-console",
  about: "a login prompt stands on the serial console",
  collect: "true",
  judge: (_output, { console }) =>
    /(^|[\r\n])\S{1,64} login: /.test(console) ? [] : ["no login prompt came on the serial console"],
};
