import { expect, test } from "vitest";
import { KeyedLocks, Slots } from "./concurrency.ts";

const { signal } = new AbortController();

/** Work that says when it begins, and ends when it is let go. */
function worker() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => (): Promise<void> => {
    begun.push(name);
    return new Promise((resolve) => ends.set(name, resolve));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

/** Lets everything go on that need not wait. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("so many pieces of work run at once, and the others in the order in which they came", async () => {
  const slots = new Slots(2);
  const { begun, work, end } = worker();
  const all = ["a", "b", "c", "d"].map((name) => slots.run(signal, work(name)));
  await settled();
  expect(begun).toEqual(["a", "b"]);
  end("b");
  await settled();
  expect(begun).toEqual(["a", "b", "c"]);
  end("a");
  await settled();
  end("c");
  end("d");
  await Promise.all(all);
  expect(begun).toEqual(["a", "b", "c", "d"]);
});

test("work that fails gives its slot back", async () => {
  const slots = new Slots(1);
  await expect(slots.run(signal, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await slots.run(signal, () => Promise.resolve("done"))).toBe("done");
});

test("what was stopped while it waited does not begin, and takes no slot from the next", async () => {
  const slots = new Slots(1);
  const { begun, work, end } = worker();
  const stopped = new AbortController();
  const first = slots.run(signal, work("a"));
  const second = slots.run(stopped.signal, work("b"));
  stopped.abort(new Error("stopped"));
  await settled();
  end("a");
  await first;
  await expect(second).rejects.toThrow("stopped");
  expect(await slots.run(signal, () => Promise.resolve("c"))).toBe("c");
  expect(begun).toEqual(["a"]);
});

test("work of one key is done one after the other, of several keys at once", async () => {
  const locks = new KeyedLocks();
  const { begun, work, end } = worker();
  const all = [locks.run("x", work("x1")), locks.run("x", work("x2")), locks.run("y", work("y1"))];
  await settled();
  expect(begun).toEqual(["x1", "y1"]);
  end("x1");
  await settled();
  expect(begun).toEqual(["x1", "y1", "x2"]);
  end("x2");
  end("y1");
  await Promise.all(all);
});
