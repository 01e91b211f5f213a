import { describe, expect, test } from "vitest";
import { Logins, perProcess } from "./per-process.ts";

test("operations of one process share a value, and other processes have others", () => {
  const { of, share } = perProcess(() => ({}));
  const [process, other] = [{}, {}];
  expect(of({ process })).toBe(of({ process }));
  expect(of({ process })).not.toBe(of({ process: other }));
  const value = {};
  share(other, value);
  expect(of({ process: other })).toBe(value);
});

describe("logins", () => {
  test("are one for each key, however many ask at once", async () => {
    let made = 0;
    const logins = new Logins<number>();
    const login = (key: string) => logins.of(key, () => Promise.resolve(++made));
    expect(await Promise.all([login("a"), login("b"), login("a")])).toEqual([1, 2, 1]);
  });

  test("that failed are tried again by the next caller", async () => {
    const logins = new Logins<string>();
    const failed = () => logins.of("a", () => Promise.reject(new Error("refused")));
    const both = await Promise.allSettled([failed(), failed()]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await logins.of("a", () => Promise.resolve("in"))).toBe("in");
  });
});
