import { expect, test } from "vitest";
import { programs } from "./programs.ts";
import { registrationsOf, type Registration } from "./recorder.ts";

/**
 * What each stack's file makes the program register, from facts that never change: a review of any change sees the
 * infrastructure's diff here. Written anew by `npx vitest run --project unit test/registrations --update`.
 */
test.each(Object.entries(programs))("the stack %s registers what it did", async (stack, program) => {
  await expect(aLineEach(await registrationsOf(stack, program))).toMatchFileSnapshot(`${stack}.json`);
});

const aLineEach = (registrations: readonly Registration[]): string =>
  `[\n${registrations.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`;
