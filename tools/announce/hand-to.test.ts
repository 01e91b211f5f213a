import { expect, test } from "vitest";
import { anyStatus, handTo, namedStatus, NotDelivered, type Refuses } from "./hand-to.ts";

const sh = (script: string, refuses: Refuses = anyStatus) =>
  handTo(["sh", "-c", script], "text", { env: process.env, refuses });

test("a program that takes the text is done when it ends, also while a process that it left behind goes on", async () => {
  const begun = Date.now();
  await sh('test "$(cat)" = text; sleep 60 &');
  expect(Date.now() - begun).toBeLessThan(30_000);
});

test.each([
  ["refuses", "echo no such list >&2; exit 75", "ended with status 75: no such list"],
  ["does not exist", "exec /nowhere/sendmail", "ended with status 127"],
])("a program that %s surely told nobody, and its reason is repeated", async (_case, script, message) => {
  const told = sh(script);
  await expect(told).rejects.toThrow(message);
  await expect(told).rejects.toBeInstanceOf(NotDelivered);
});

test.each([
  [1, false],
  [28, false],
  [75, true],
  [127, true],
  [130, false],
])("a program of somebody's own that ends with status %i surely told nobody: %s", async (status, sure) => {
  const told = await sh(`exit ${status}`, namedStatus).catch((error: unknown) => error);
  expect(String(told)).toContain(`ended with status ${status}`);
  expect(told instanceof NotDelivered).toBe(sure);
});

test("a program that is not there surely told nobody", async () => {
  const told = handTo(["/nowhere/tell"], "text", { env: process.env, refuses: namedStatus });
  await expect(told).rejects.toBeInstanceOf(NotDelivered);
});

test("a program that is killed may have told people", async () => {
  const told = sh("kill -9 $$");
  await expect(told).rejects.toThrow("was killed by SIGKILL");
  await expect(told).rejects.not.toBeInstanceOf(NotDelivered);
});

test("a program that hangs is killed, and may have told people", async () => {
  const told = handTo(["sh", "-c", "cat > /dev/null; exec sleep 600"], "text", {
    env: process.env,
    refuses: anyStatus,
    mostSeconds: 0.5,
  });
  await expect(told).rejects.toThrow("was killed by SIGKILL, or took more than 0.5 seconds");
  await expect(told).rejects.not.toBeInstanceOf(NotDelivered);
});

test("a program that reads nothing of a long text is done when it ends well", async () => {
  await handTo(["true"], "text ".repeat(1_000_000), { env: process.env, refuses: anyStatus });
});
