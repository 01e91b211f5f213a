import { expect, test } from "vitest";
import { sign } from "./sign.ts";

const asked = { form: "detached", days: 0 } as const;

test.each([
  ["ends with an error", "echo no key >&2; exit 3", "sh: ended with status 3: no key"],
  ["is killed", "kill -9 $$", "sh: ended with SIGKILL"],
  ["answers without an end", "exec yes", "sh: answered with more than 67108864 characters"],
  ["answers something else", "echo hello", 'answered "hello'],
  ["is cut off", "echo -----BEGIN PGP SIGNATURE-----; echo abc", "expected -----BEGIN PGP SIGNATURE----- to -----END"],
  ["says nothing and ends well", "exit 0", 'answered ""'],
])("a command that %s is told as such", async (_what, script, message) => {
  const signed = sign("text", asked, { command: ["sh", "-c", script], keyring: null });
  await expect(signed).rejects.toThrow(message);
});

/** A program that nobody waits for; it ends with this test's process at the latest. */
const lasting = `"$0" -e 'const wait = setInterval(() => process.kill(${process.pid}, 0), 100)'`;

test.each([
  ["waits for its own program", `${lasting}; exit 1`],
  ["leaves a program with its output", `${lasting} & exit 0`],
])("a command that hangs is given up, also where it %s", async (_what, script) => {
  const command = ["sh", "-c", script, process.execPath];
  const signed = sign("text".repeat(1e6), asked, { command, keyring: null }, 0.5);
  await expect(signed).rejects.toThrow("sh: did not answer within 0.5 seconds");
});

test("a command has answered when it has ended and its output has, whatever it leaves running", async () => {
  const answer = "echo -----BEGIN PGP SIGNATURE-----; echo -----END PGP SIGNATURE-----";
  const command = ["sh", "-c", `${answer}; ${lasting} > /dev/null &`, process.execPath];
  expect(await sign("text", asked, { command, keyring: null })).toContain("BEGIN PGP SIGNATURE");
});
