import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { indexView } from "../../../../images/tree/index-view.ts";
import { listen } from "../../../../test/peers/loopback.ts";
import { day } from "../../../../test/samples/samples.ts";
import { indexText } from "../../../../storage/tree/records.ts";
import { readPublishedRecords } from "./published-index.ts";

const daily = { suite: "trixie", channel: "daily" } as const;
const text = indexText(indexView({ ...daily, sets: [], staged: [], removed: undefined }, day("2026-07-18")));

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_request, response) => response.end(text));
  url = await listen(server);
});
afterAll(() => server.close());

test("a published index is believed of its own channel alone", async () => {
  expect(await readPublishedRecords(url, daily)).toMatchObject({ sets: [], tombstones: [] });
  await expect(readPublishedRecords(url, { suite: "bookworm", channel: "daily" })).rejects.toThrow(
    /bookworm\/daily\/index\.json: suite is "trixie": expected bookworm, as its path says/,
  );
});
