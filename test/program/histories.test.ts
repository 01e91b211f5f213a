import { test } from "vitest";
import { playDays } from "./histories.ts";

// The history is the same each time, so that a change is judged by itself. It has kills, builds that vanish, late images and withdrawals.
// npm run test:long plays others, on Pulumi's engine.
const seed = Number(process.env["SEED"] ?? 22_017_534);
const days = Number(process.env["DAYS"] ?? 20);

test(`${days} random days from seed ${seed} keep every invariant in a real tree`, () => playDays(seed, days, "small"));
