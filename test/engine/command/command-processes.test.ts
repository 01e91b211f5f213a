import { expect, test } from "vitest";
import { textOf } from "./said.ts";
import { runInWaitingProcess } from "./command-processes.ts";

/** A command that is refused by what its environment says. */
const upAt = (backend: string) => runInWaitingProcess(["up"], { ...process.env, PULUMI_BACKEND_URL: backend });

test("each command has its own environment, output and exit code", async () => {
  const [first, wrong, last] = [
    await upAt("first-place"),
    await runInWaitingProcess(["decide", "--no-such-option"], process.env),
    await upAt("last-place"),
  ];
  expect([first, wrong, last].map(({ exitCode }) => exitCode)).toEqual([1, 2, 1]);
  expect(textOf(first)).toContain("first-place");
  expect(wrong.stderr).toContain("--no-such-option: unknown option");
  expect(textOf(last)).toContain("last-place");
  expect(textOf(last)).not.toContain("first-place");
});

test("two commands at once hear nothing of each other", async () => {
  const [one, other] = await Promise.all([upAt("one-place"), upAt("other-place")]);
  expect(textOf(one)).toContain("one-place");
  expect(textOf(other)).toContain("other-place");
  expect(textOf(other)).not.toContain("one-place");
});

test("a command that ends its process ends with that exit code", async () => {
  const env = { ...process.env, NODE_OPTIONS: "--max-old-space-size=8 --no-such-option" };
  expect((await runInWaitingProcess(["decide"], env)).exitCode).toBe(9);
});
