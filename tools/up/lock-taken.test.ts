import { expect, test, vi } from "vitest";
import { refuseLockTaken, LockTaken, untilFree } from "./lock-taken.ts";

const ran = { ok: false, interrupted: false, output: "" };

test("a run that another one got ahead of is tried again, a few times", async () => {
  const said = vi.spyOn(console, "log").mockReturnValue();
  const attempts: number[] = [];
  const attempt = (free: number) => () => {
    attempts.push(free);
    refuseLockTaken({ ...ran, taken: attempts.length < free }, "dev");
    return Promise.resolve("done");
  };
  expect(await untilFree(attempt(2))).toBe("done");
  expect(attempts).toHaveLength(2);
  attempts.length = 0;
  await expect(untilFree(attempt(9))).rejects.toThrow(LockTaken);
  expect(attempts).toHaveLength(3);
  said.mockRestore();
});

test("any other failure ends it at once", async () => {
  const attempt = vi.fn(() => Promise.reject(new Error("no")));
  await expect(untilFree(attempt)).rejects.toThrow("no");
  expect(attempt).toHaveBeenCalledTimes(1);
});
