import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serverName, type KnownServer } from "./server-name.ts";

const madeOf = { flavor: "m1.large", concurrency: 2 };
const first = serverName("casulana-amd64", madeOf, []);

describe("the name of a runner's server", () => {
  it("is the runner's with a digest of what the server is made of", () => {
    expect(first).toMatch(/^casulana-amd64-[0-9a-f]{8}$/);
    expect(serverName("casulana-amd64", { ...madeOf, concurrency: 3 }, [])).not.toBe(first);
  });

  const cases: [string, KnownServer[], string][] = [
    ["stays while its server runs", [{ name: first, status: "ACTIVE" }], first],
    ["stays while its server is building", [{ name: first, status: "BUILD" }], first],
    ["is another when its server is broken", [{ name: first, status: "ERROR" }], `${first}-2`],
    [
      "stays with the server that took a broken one's place",
      [
        { name: first, status: "ERROR" },
        { name: `${first}-2`, status: "ACTIVE" },
      ],
      `${first}-2`,
    ],
    ["stays so once the broken one is gone", [{ name: `${first}-2`, status: "ACTIVE" }], `${first}-2`],
    ["counts beyond nine", [9, 10].map((n) => ({ name: `${first}-${n}`, status: "ERROR" })), `${first}-11`],
    ["does not mind servers of others", [{ name: `${first}-old`, status: "ERROR" }], first],
  ];
  it.each(cases)("%s", (_case, known, expected) => {
    expect(serverName("casulana-amd64", madeOf, known)).toBe(expected);
  });

  it("is never that of a broken server", () => {
    const server = fc.record({
      name: fc.integer({ min: 1, max: 4 }).map((n) => (n === 1 ? first : `${first}-${n}`)),
      status: fc.constantFrom("ACTIVE", "BUILD", "ERROR"),
    });
    fc.assert(
      fc.property(fc.uniqueArray(server, { selector: ({ name }) => name }), (known) => {
        const name = serverName("casulana-amd64", madeOf, known);
        expect(known.find((each) => each.name === name)?.status).not.toBe("ERROR");
      }),
    );
  });
});
