import { expect, test } from "vitest";
import { contextOf } from "../../../test/samples/checks-samples.ts";
import { serialConsole } from "./serial-console.ts";

test.each([
  ["a prompt", "Debian GNU/Linux 13 boot-test ttyS0\r\n\r\nboot-test login: ", []],
  ["a prompt that a service writes behind", "\nboot-test login: [   90.9] cloud-init[428]: running", []],
  ["only a kernel", "[    0.000000] Linux version 6.12\n", ["no login prompt came on the serial console"]],
  ["a word in a message", "systemd: last login: never", ["no login prompt came on the serial console"]],
  ["nothing", "", ["no login prompt came on the serial console"]],
])("a console with %s", (_, console, findings) => {
  expect(serialConsole.judge("", contextOf({ console }))).toEqual(findings);
});
