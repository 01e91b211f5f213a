import { expect, test } from "vitest";
import { bestEffort } from "./best-effort.ts";

const failing = (required: boolean, signal: AbortSignal, told: string[] = []) =>
  bestEffort(
    { signal, warn: (text) => void told.push(text) },
    { required, work: () => Promise.reject(new Error("no quota")), broken: (result) => result },
  );

test("what is not required is broken where it fails, and people are told", async () => {
  const told: string[] = [];
  expect(await failing(false, new AbortController().signal, told)).toBe("broken: no quota");
  expect(told).toEqual(["broken: no quota; the next run tries again"]);
});

test.each([
  ["is required", true, new AbortController().signal],
  ["ends because the run was cancelled", false, AbortSignal.abort()],
])("what %s fails", async (_which, required, signal) => {
  await expect(failing(required, signal)).rejects.toThrow("no quota");
});
