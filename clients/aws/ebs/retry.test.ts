import { expect, test, vi } from "vitest";
import { defaultLimits } from "./limits.ts";
import { mayPass, repeated } from "./retry.ts";

const errorOf = (name: string, status?: number): Error =>
  Object.assign(new Error(name), { name, ...(status !== undefined && { $metadata: { httpStatusCode: status } }) });

test.each<[string, Error, boolean]>([
  ["a throttle of EBS direct, whose status is 400", errorOf("RequestThrottledException", 400), true],
  ["a throttle of a gateway", errorOf("ThrottlingException", 400), true],
  ["too many requests", errorOf("Whatever", 429), true],
  ["an error of AWS's own", errorOf("InternalServerException", 500), true],
  ["a busy service", errorOf("ServiceUnavailable", 503), true],
  ["a time that is over", errorOf("TimeoutError"), true],
  ["a try that was given up", errorOf("AbortError"), true],
  ["a connection that broke", Object.assign(new Error("x"), { code: "ECONNRESET" }), true],
  ["a refusal", errorOf("AccessDeniedException", 403), false],
  ["a wrong parameter", errorOf("ValidationException", 400), false],
  ["what is not there", errorOf("ResourceNotFoundException", 404), false],
  ["a mistake of ours", new TypeError("x"), false],
])("%s: whether it is tried again", (_, error, again) => {
  expect(mayPass(error)).toBe(again);
});

const limits = { ...defaultLimits, tries: 4, pause: 1, longestPause: 2 };
const { signal } = new AbortController();

test("it is tried so often, and then its error counts", async () => {
  const call = vi.fn(() => Promise.reject(errorOf("SlowDown", 503)));
  await expect(repeated(call, { signal, limits })).rejects.toThrow("SlowDown");
  expect(call).toHaveBeenCalledTimes(4);
});

test("what is waited for does not count, as long as it is", async () => {
  const gone = errorOf("ResourceNotFoundException", 404);
  const call = vi.fn(() => Promise.reject(gone));
  const waits = () => call.mock.calls.length < 10;
  await expect(repeated(call, { signal, limits, waits })).rejects.toBe(gone);
  expect(call).toHaveBeenCalledTimes(10);
});

test("once it passes, its answer counts", async () => {
  const call = vi.fn(() => Promise.resolve("done")).mockRejectedValueOnce(errorOf("SlowDown", 503));
  expect(await repeated(call, { signal, limits })).toBe("done");
});

test("who stops it waits no longer", async () => {
  const controller = new AbortController();
  const slow = { ...limits, pause: 1_000_000, longestPause: 1_000_000 };
  const call = () => {
    queueMicrotask(() => controller.abort(new Error("stopped")));
    return Promise.reject(errorOf("SlowDown", 503));
  };
  await expect(repeated(call, { signal: controller.signal, limits: slow })).rejects.toThrow(/stopped|aborted/);
});
