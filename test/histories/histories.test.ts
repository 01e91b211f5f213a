import { expect, test } from "vitest";
import { drive } from "./drive.ts";
import { randomHistory } from "./history.ts";
import { ModelWorld } from "./model-world.ts";

const histories = Number(process.env["HISTORIES"] ?? 2_000);
const firstSeed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));

test(`${histories} random histories from seed ${firstSeed} keep every invariant after every run`, async () => {
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const history = randomHistory(seed);
    expect(await drive(history, new ModelWorld(history)), `again with SEED=${seed} HISTORIES=1`).toEqual([]);
  }
}, 300_000);
