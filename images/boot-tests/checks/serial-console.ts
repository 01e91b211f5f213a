import type { Check } from "./check.ts";

/** Whether somebody could log in now. */
export const hasPrompt = (console: string): boolean => /(^|[\r\n])\S{1,64} login: /.test(console);

export const serialConsole: Check = {
  name: "serial-console",
  about: "a login prompt stands on the serial console",
  collect: "true",
  judge: (_output, { console }) => (hasPrompt(console) ? [] : ["no login prompt came on the serial console"]),
};
