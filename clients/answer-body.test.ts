import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { whyUnanswered } from "./answer-body.ts";

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterEach(end);

async function end(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

const failureOf = (url: string, signal?: AbortSignal): Promise<unknown> =>
  fetch(url, signal === undefined ? {} : { signal }).catch((error: unknown) => error);

test.each([
  ["127.0.0.1", /ECONNREFUSED/],
  // a name with two addresses, on most machines
  ["localhost", /ECONNREFUSED/],
  ["nobody.invalid", /ENOTFOUND|EAI_AGAIN/],
])("people read why nobody answers at %s", async (host, words) => {
  await end();
  expect(whyUnanswered(await failureOf(`http://${host}:${port}/`))).toMatch(words);
});

test("a call that waited too long says so", async () => {
  expect(whyUnanswered(await failureOf(`http://127.0.0.1:${port}/`, AbortSignal.timeout(50)))).toMatch(/timeout/);
});

test("several errors without a message are told by their code", () => {
  const several = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  expect(whyUnanswered(new TypeError("fetch failed", { cause: several }))).toBe("ECONNREFUSED");
});
