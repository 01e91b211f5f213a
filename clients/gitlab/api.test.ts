import { createServer, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ask, askAll, askThere, type Asked, type Gitlab } from "./api.ts";

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

const silent: Answer = () => undefined;

const gitlab = (signal = new AbortController().signal): Gitlab => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, token: null, rights: "give another token", signal };
};
const job = z.object({ id: z.number() });
const jobOf = (method: Asked["method"]) => ask(gitlab(), { method, path: "/job" }, job);
const limited =
  (seconds: string): Answer =>
  (response) =>
    void response.writeHead(429, { "retry-after": seconds }).end("Retry later");

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

test("where no answer comes, a question is asked again, and what could make a thing twice is not", async () => {
  const impatient = { ...gitlab(), patience: 1_000 };
  answers = [silent, well];
  expect(await ask(impatient, { method: "GET", path: "/job" }, job)).toEqual({ id: 7 });
  expect(calls).toBe(2);
  answers = [silent];
  const post = ask(impatient, { method: "POST", path: "/job" }, job);
  await expect(post).rejects.toThrow(/POST \/job.*see that this machine reaches it/);
  expect(calls).toBe(3);
});

test("an answer without an end is refused", async () => {
  answers = [endless];
  await expect(jobOf("POST")).rejects.toThrow(/the answer has more than 16777216 bytes/);
});

test.each<[string, () => string]>([
  ["so many seconds", () => "3"],
  ["a date", () => new Date(Date.now() + 4000).toUTCString()],
])("who asks too often asks again when GitLab says it, by %s", async (_, wait) => {
  const begun = Date.now();
  answers = [limited(wait()), well];
  expect(await jobOf("GET")).toEqual({ id: 7 });
  expect(Date.now() - begun).toBeGreaterThan(2500);
});

test("what is over GitLab's limit has made nothing, and so is asked again even if it makes something", async () => {
  answers = [limited("0"), well];
  expect(await jobOf("POST")).toEqual({ id: 7 });
  expect(calls).toBe(2);
});

test("a limit of many minutes is not waited for: its length is said", async () => {
  answers = [limited("600")];
  await expect(jobOf("GET")).rejects.toThrow(/GET \/job.*429, for 600 s/);
  expect(calls).toBe(1);
});

test("a redirect is not followed, since it would get the token: where it leads is said", async () => {
  answers = [(response) => void response.writeHead(301, { location: "https://elsewhere.example/job" }).end()];
  await expect(jobOf("GET")).rejects.toThrow(/301 to https:\/\/elsewhere.example\/job.*called now/);
  expect(calls).toBe(1);
});

test("time that is over is said as such, and work that was interrupted ends by its own reason", async () => {
  answers = [busy];
  const ask = (signal: AbortSignal) => askThere(gitlab(signal), { method: "GET", path: "/job" }, job);
  await expect(ask(AbortSignal.timeout(200))).rejects.toThrow(/GET \/job.*no answer in time/);
  await expect(ask(AbortSignal.abort(new Error("cancelled")))).rejects.toThrow("cancelled");
});

test("what has to be there, and is not or cannot be seen, is said with what the token needs", async () => {
  answers = [(response) => void response.writeHead(404).end("{}")];
  const asked = askThere(gitlab(), { method: "GET", path: "/job" }, job);
  await expect(asked).rejects.toThrow(/GET \/job.*404.*see that it is there, else give another token/);
});

test("a list whose pages never end is refused", async () => {
  answers = [(response) => void response.writeHead(200, { "x-next-page": "2" }).end('[{"id": 7}]')];
  await expect(askAll(gitlab(), "/jobs", job)).rejects.toThrow(/GET \/jobs.*more than 100 pages/);
});

test.each([
  ['{"message": "Ref is not there"}', /400: Ref is not there.*correct what GitLab says/],
  ['{"message": {"tag_name": ["is invalid"]}}', /400: \{.*tag_name.*is invalid/],
  ['{"error": "tag_name is missing"}', /400: tag_name is missing/],
  ["<p>Bad request</p>", /is "400":/],
])("GitLab's own words on a refusal are repeated: %s", async (body, said) => {
  answers = [(response) => void response.writeHead(400).end(body)];
  await expect(jobOf("POST")).rejects.toThrow(said);
});
