import { expect, test } from "vitest";
import { sign } from "./sign.ts";

test.each([
  ["ends with an error", "echo no key >&2; exit 3", "sh: ended with status 3: no key"],
  ["answers without an end", "exec yes", "sh: answered with more than 67108864 characters"],
  ["answers something else", "echo hello", 'answered "hello'],
])("a command that %s is told as such", async (_what, script, message) => {
  const signed = sign("text", { form: "detached", days: 0 }, { command: ["sh", "-c", script], keyring: null });
  await expect(signed).rejects.toThrow(message);
});
