import { expect, onTestFinished, test, vi } from "vitest";
import { Shared } from "./shared.ts";

const never = new AbortController().signal;

function sharedOf(most = 0) {
  const ended: string[] = [];
  const shared = new Shared<string>((value) => Promise.resolve(void ended.push(value)), { most, milliseconds: 1000 });
  return { shared, ended };
}

test("many who ask at once get one value, which ends after the last of them", async () => {
  const { shared, ended } = sharedOf();
  const make = vi.fn(() => Promise.resolve("disk"));
  const shares = await Promise.all([1, 2, 3].map(() => shared.take("a", never, make)));
  expect(make).toHaveBeenCalledOnce();
  for (const share of shares.slice(1)) await share.release();
  expect(ended).toEqual([]);
  await shares[0]?.release();
  expect(ended).toEqual(["disk"]);
});

test("a share is given back once, however often that is asked", async () => {
  const { shared, ended } = sharedOf();
  const [first, second] = await Promise.all([1, 2].map(() => shared.take("a", never, () => Promise.resolve("disk"))));
  await first?.release();
  await first?.release();
  expect(ended).toEqual([]);
  await second?.release();
  expect(ended).toEqual(["disk"]);
});

test("of what nobody uses the last few are kept", async () => {
  const { shared, ended } = sharedOf(1);
  for (const key of ["a", "b", "b", "c"])
    await (await shared.take(key, never, () => Promise.resolve(`${key}${ended.length}`))).release();
  expect(ended).toEqual(["a0", "b0"]);
});

test("what nobody takes again ends after a while", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { shared, ended } = sharedOf(1);
  const take = () => shared.take("a", never, () => Promise.resolve("disk"));
  await (await take()).release();
  await vi.advanceTimersByTimeAsync(999);
  const again = await take();
  await vi.advanceTimersByTimeAsync(5000);
  expect(ended).toEqual([]);
  await again.release();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ended).toEqual(["disk"]);
});

test("a failure is told to all who wait, and the next tries again", async () => {
  const { shared } = sharedOf();
  const make = vi.fn(() => Promise.reject(new Error("no room")));
  const results = await Promise.allSettled([1, 2].map(() => shared.take("a", never, make)));
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(make).toHaveBeenCalledOnce();
  expect((await shared.take("a", never, () => Promise.resolve("disk"))).value).toBe("disk");
});

test("who gives up does not stop the others", async () => {
  const { shared } = sharedOf();
  const { promise, resolve } = Promise.withResolvers<string>();
  const impatient = new AbortController();
  const first = shared.take("a", impatient.signal, () => promise);
  const second = shared.take("a", never, () => promise);
  impatient.abort(new Error("stopped"));
  await expect(first).rejects.toThrow("stopped");
  resolve("disk");
  expect((await second).value).toBe("disk");
});

test("once all gave up the making is stopped, and what it made nevertheless ends", async () => {
  const { shared, ended } = sharedOf();
  const impatient = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string>();
  let stopped: AbortSignal | undefined;
  const waiting = shared.take("a", impatient.signal, (signal) => {
    stopped = signal;
    return promise;
  });
  impatient.abort(new Error("stopped"));
  await expect(waiting).rejects.toThrow("stopped");
  expect(stopped?.aborted).toBe(true);
  resolve("disk");
  await vi.waitFor(() => expect(ended).toEqual(["disk"]));
});
