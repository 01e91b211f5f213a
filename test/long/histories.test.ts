import { test } from "vitest";
import { playDays } from "../program/histories.ts";
import { playInMemory } from "../histories/in-memory.ts";

const first = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seeds = Array.from({ length: 8 }, (_, index) => first + 1000 * index);

test(`20000 random histories from seed ${first} keep every invariant in memory`, () => playInMemory(first, 20_000));

test.each(seeds)("a whole random history from seed %i keeps every invariant in a real tree", (seed) =>
  playDays(seed, Infinity, "pulumi"),
);
