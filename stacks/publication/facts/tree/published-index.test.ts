import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { indexView } from "../../../../images/tree/texts/index-view.ts";
import { listen } from "../../../../test/peers/loopback.ts";
import { day } from "../../../../test/samples/samples.ts";
import { indexText } from "../../../../storage/tree/records.ts";
import { readPublishedRecords } from "./published-index.ts";

const daily = { suite: "trixie", channel: "daily" } as const;
const text = indexText(indexView({ ...daily, sets: [], staged: [], removed: undefined }, day("2026-07-18")));

/** By path: the status and the text of an answer; anything else is 404. */
let answers: Record<string, [status: number, text: string]>;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ""] ?? [404, "no such file"];
    response.writeHead(status).end(body);
  });
  url = await listen(server);
});
afterAll(() => server.close());

test("a published index is believed of its own channel alone", async () => {
  answers = { "/trixie/daily/index.json": [200, text], "/bookworm/daily/index.json": [200, text] };
  expect(await readPublishedRecords(url, daily)).toMatchObject({ sets: [], tombstones: [] });
  await expect(readPublishedRecords(url, { suite: "bookworm", channel: "daily" })).rejects.toThrow(
    /bookworm\/daily\/index\.json: suite is "trixie": expected bookworm, as its path says/,
  );
});

test.each([
  ["lists", 200],
  ["does not list", 403],
])(
  "a channel without an index has published nothing yet, where the server has the tree's folder and %s it",
  async (_, status) => {
    answers = { "/": [status, "Index of /"] };
    expect(await readPublishedRecords(url, daily)).toEqual({ sets: [], tombstones: [], foreign: [] });
  },
);

test("where the server has no such folder either, the address is wrong", async () => {
  answers = {};
  await expect(readPublishedRecords(url, daily)).rejects.toThrow(/index\.json is "no such file".*correct.*mirror\.url/);
});

test.each([
  ["refuses the index", [403, ""] as const, /HTTP 403/],
  ["is down", [503, ""] as const, /HTTP 503/],
  ["answers by a page of its own", [200, "<p>Welcome"] as const, /expected JSON/],
])("a server that %s is no channel that has published nothing", async (_, [status, body], said) => {
  answers = { "/": [200, ""], "/trixie/daily/index.json": [status, body] };
  await expect(readPublishedRecords(url, daily)).rejects.toThrow(said);
});
