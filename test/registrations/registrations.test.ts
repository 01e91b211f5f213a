import { expect, test } from "vitest";
import { programs } from "./programs.ts";
import { registrationsOf, type Registration } from "./recorder.ts";

/**
 * The program's registrations for each stack file, from fixed facts, so that a review sees each change as a diff of the
 * infrastructure. Update with `npx vitest run --project unit test/registrations --update`.
 */
test.each(Object.entries(programs))("the stack %s registers what it did", async (stack, program) => {
  await expect(aLineEach(await registrationsOf(stack, program))).toMatchFileSnapshot(`${stack}.json`);
});

const aLineEach = (registrations: readonly Registration[]): string =>
  `[\n${registrations.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`;
