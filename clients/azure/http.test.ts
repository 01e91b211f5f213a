import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { close, listen } from "../../test/peers/loopback.ts";
import { asked } from "./http.ts";
import { defaultLimits } from "./limits.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let url: string;
let answers: Answer[];
let calls: number;
beforeEach(async () => {
  calls = 0;
  server = createServer((request, response) => {
    const answer = answers[Math.min(calls, answers.length - 1)];
    calls += 1;
    answer?.(response, request);
  });
  url = await listen(server);
});
afterEach(async () => {
  await close(server);
});

const status =
  (code: number, body = "", headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end(body);
const lost: Answer = (response) => response.destroy();
const silent: Answer = () => undefined;

const limits = { ...defaultLimits, answer: 300, tries: 3, pause: 1, longestPause: 50 };
const ask = (signal = new AbortController().signal) =>
  asked({ method: "GET", url: new URL(`${url}/thing?secret=x`), signal }, limits);

const error = JSON.stringify({ error: { code: "SomeCode", message: "in\nwords" } });

describe("a call to Azure", () => {
  it.each<[string, Answer[], number]>([
    ["throttled", [status(429, "", { "retry-after": "0" }), status(200, "well")], 2],
    ["refused by a service that is away", [status(503), status(500), status(200, "well")], 3],
    ["whose answer is lost", [lost, status(200, "well")], 2],
    ["that is never answered", [silent, status(200, "well")], 2],
  ])("%s is made again", async (_case, made, count) => {
    answers = made;
    expect((await ask()).text).toBe("well");
    expect(calls).toBe(count);
  });

  it.each<[string, Answer[], number, RegExp]>([
    ["refused with a reason", [status(400, error)], 1, /"400: SomeCode: in words"/],
    ["throttled for longer than a run waits", [status(429, error, { "retry-after": "3600" })], 1, /"429: SomeCode/],
    ["throttled again and again", [status(429, error)], 3, /wait until the service works again/],
    [
      "refused by a storage account",
      [status(409, "<Error><Code>BlobAlreadyExists</Code><Message>a</Message></Error>")],
      1,
      /BlobAlreadyExists: a/,
    ],
    ["redirected: a token goes nowhere else", [status(302, "", { location: "http://127.0.0.1:1/" })], 3, /no answer/],
    ["not allowed", [status(403)], 1, /give the identity the actions of targets\/azure\/model\/rights.json/],
  ])("%s is an error, after so many tries", async (_case, made, count, message) => {
    answers = made;
    const failure = ask().catch((thrown: unknown) => String(thrown));
    expect(await failure).toMatch(message);
    expect(await failure).not.toContain("secret");
    expect(calls).toBe(count);
  });

  it("ends at once when the run is given up", async () => {
    answers = [silent];
    const run = new AbortController();
    const asking = ask(run.signal);
    run.abort(new Error("given up"));
    await expect(asking).rejects.toThrow("given up");
  });
});
