import { test } from "vitest";
import { playInMemory } from "./in-memory.ts";

// The histories are the same each time, so that a change is judged by itself. npm run test:long plays new ones.
const histories = Number(process.env["HISTORIES"] ?? 2_000);
const seed = Number(process.env["SEED"] ?? 227_136_000);

test(`${histories} random histories from seed ${seed} keep every invariant after every run`, () =>
  playInMemory(seed, histories));
