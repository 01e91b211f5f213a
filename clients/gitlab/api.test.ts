import { createServer, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ask, type Asked } from "./api.ts";

type Answer = (response: ServerResponse) => void;

let server: Server;
let answers: Answer[];
let calls: number;
beforeEach(async () => {
  calls = 0;
  server = createServer((_request, response) => {
    const answer = answers[Math.min(calls, answers.length - 1)];
    calls += 1;
    answer?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const well: Answer = (response) => void response.writeHead(200).end('{"id": 7}');
const busy: Answer = (response) => void response.writeHead(503).end("<p>deploying</p>");
const lost: Answer = (response) => response.destroy();
const cutOff: Answer = (response) => {
  response.writeHead(200, { "content-length": "9" });
  response.write('{"id"', () => response.destroy());
};
const endless: Answer = (response) => {
  const piece = Buffer.alloc(1 << 20, " ");
  const more = (): void => void response.write(piece, (failure) => (failure ? undefined : more()));
  more();
};

const jobOf = async (method: Asked["method"]) => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const gitlab = { url: `http://127.0.0.1:${port}`, token: null, signal: new AbortController().signal };
  return (await ask(gitlab, { method, path: "/job" }, z.object({ id: z.number() })))?.answer;
};

test.each([
  ["the server is busy", busy],
  ["the answer is lost", lost],
  ["the answer is cut off", cutOff],
])("a question is asked again where %s", async (_where, first) => {
  answers = [first, well];
  expect(await jobOf("GET")).toEqual({ id: 7 });
  expect(calls).toBe(2);
});

test.each([
  ["the server is busy", busy, /POST \/job.*503/],
  ["the answer is lost", lost, /POST \/job.*see that this machine reaches it/],
  ["the answer is cut off", cutOff, /POST \/job.*see that this machine reaches it/],
])("what could make a thing twice is not asked again where %s", async (_where, first, refusal) => {
  answers = [first, well];
  await expect(jobOf("POST")).rejects.toThrow(refusal);
  expect(calls).toBe(1);
});

test("an answer without an end is refused", async () => {
  answers = [endless];
  await expect(jobOf("POST")).rejects.toThrow(/the answer has more than 16777216 bytes/);
});
