import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { traceUrl } from "../../../../images/builds/gitlab-job.ts";
import {
  cutOff,
  endless,
  Gitlab,
  inTurn,
  log,
  page,
  redirect,
  silent,
  status,
  type Answer,
} from "../../../../test/peers/gitlab.ts";
import { fetchTrace, redirectOf, type Trace, type TraceLimits } from "./job-trace.ts";

let gitlab: Gitlab;
beforeEach(async () => {
  gitlab = await Gitlab.start();
});
afterEach(() => gitlab.end());

const project = "cloud-team/images/debian-cloud-images";
const limits: TraceLimits = { bytes: 1000, silence: 2000, total: 20_000, pauses: [1, 1] };

async function fetched(
  answer: Answer,
  { token, ...changes }: Partial<TraceLimits> & { token?: string } = {},
): Promise<Trace> {
  const url = traceUrl(gitlab.job(project, 7, answer), gitlab.url);
  if (url === undefined) throw new Error("a job of this GitLab");
  const { signal } = new AbortController();
  const trace = await fetchTrace(url, { token, signal, limits: { ...limits, ...changes } });
  return "failure" in trace ? { failure: trace.failure.replace(url.host, "gitlab") } : trace;
}

const text = (trace: Trace): string => ("bytes" in trace ? Buffer.from(trace.bytes).toString() : trace.failure);

describe("a job's log", () => {
  it("comes from the API, by the project's whole path, without a token where there is none", async () => {
    expect(text(await fetched(log("built\n")))).toBe("built\n");
    expect(gitlab.asked).toEqual([
      { path: "/api/v4/projects/cloud-team%2Fimages%2Fdebian-cloud-images/jobs/7/trace", authorization: undefined },
    ]);
  });

  it("is asked for with the token", async () => {
    await fetched(log("built\n"), { token: "x1" });
    expect(gitlab.asked.map(({ authorization }) => authorization)).toEqual(["Bearer x1"]);
  });

  it("is followed to another server, the token is not", async () => {
    const store = await Gitlab.start();
    try {
      store.job("any", 1, log("from the store\n"));
      const elsewhere = `${store.url}/api/v4/projects/any/jobs/1/trace`;
      expect(text(await fetched(redirect(elsewhere), { token: "x1" }))).toBe("from the store\n");
      expect(gitlab.asked.map(({ authorization }) => authorization)).toEqual(["Bearer x1"]);
      expect(store.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
    } finally {
      await store.end();
    }
  });

  it.each<[string, Answer]>([
    ["a server that is busy", inTurn(status(429, { "retry-after": "0" }), log("built\n"))],
    ["a server that is starting", inTurn(status(502), status(503), log("built\n"))],
    ["a connection that is cut off", inTurn(cutOff("bui"), log("built\n"))],
  ])("is had from %s", async (_, answer) => {
    expect(text(await fetched(answer))).toBe("built\n");
  });

  it.each<[string, Answer, string, number]>([
    ["a job that is not there", status(404), "gitlab answered 404", 1],
    ["a project that is not public", status(401), "gitlab answered 401", 1],
    ["a page to sign in", page, "gitlab answered a page instead of a log", 1],
    ["a server that stays broken", status(500), "gitlab answered 500", 3],
    ["a server that asks for an hour", status(429, { "retry-after": "3600" }), "gitlab answered 429", 1],
    ["a log that is always cut off", cutOff("bui"), "gitlab could not be read (UND_ERR_SOCKET)", 3],
    ["a log that is too long", log("x".repeat(1001)), "the log has more than 1000 bytes", 1],
    ["a log without an end", endless, "the log has more than 1000 bytes", 1],
    ["a redirect to what is no web address", redirect("file:///etc/passwd"), "gitlab answered 302", 1],
  ])("is not had from %s, and it is said why", async (_, answer, failure, attempts) => {
    expect(await fetched(answer)).toEqual({ failure });
    expect(gitlab.asked).toHaveLength(attempts);
  });

  it("is not had from a redirect without an end", async () => {
    const itself = gitlab.job(project, 7, status(500));
    const url = traceUrl(itself, gitlab.url)?.href ?? "";
    expect(await fetched(redirect(url))).toEqual({ failure: "gitlab answered 302" });
    expect(gitlab.asked).toHaveLength(4);
  });

  it("is not waited for where the server falls silent", async () => {
    expect(await fetched(silent, { silence: 30 })).toEqual({ failure: "gitlab was silent for 0.03 s" });
  });

  it("is not waited for without an end", async () => {
    expect(await fetched(endless, { total: 100, bytes: 1e9 })).toEqual({ failure: "gitlab took more than 0.1 s" });
  });

  it("is not had where nobody listens", async () => {
    const url = traceUrl(gitlab.job(project, 7, log("")), gitlab.url);
    if (url === undefined) throw new Error("a job of this GitLab");
    await gitlab.end();
    const { signal } = new AbortController();
    expect(await fetchTrace(url, { token: undefined, signal, limits })).toEqual({
      failure: `${url.host} could not be read (ECONNREFUSED)`,
    });
    gitlab = await Gitlab.start();
  });
});

describe("a redirect", () => {
  const from = new URL("https://salsa.debian.org/api/v4/x");
  it.each([
    ["https://store.example/log", "https://store.example/log"],
    ["/elsewhere", "https://salsa.debian.org/elsewhere"],
    ["http://169.254.169.254/latest/meta-data", null],
    ["http://salsa.debian.org/log", null],
    ["file:///etc/passwd", null],
  ])("from https to %s leads to %s", (location, to) => {
    const next = redirectOf({ status: 302, headers: new Headers({ location }) }, from);
    expect(next?.href ?? null).toBe(to);
  });
});
