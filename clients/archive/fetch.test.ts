import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FaultyServer, type ServerFault } from "../../test/peers/faulty-server.ts";
import { fetchWithin, type Answer, type Validators } from "./fetch.ts";

const limits = { whole: 20_000, silence: 10_000, bytes: 1 << 20, tries: 3, pause: 1 };
/** One limit each: on a busy machine the other one is never the first to pass. */
const impatient = { silent: { silence: 150 }, dripping: { whole: 1_000 } };
const data = "line of data\n".repeat(1_000);
let folder: string;
let server: FaultyServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-fetch-"));
  await writeFile(join(folder, "data"), data);
  server = await FaultyServer.over(folder);
});
afterEach(() => server.heal());
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

const get = (
  path = "data",
  { known = null, ...own }: Partial<typeof limits> & { known?: Validators | null } = {},
): Promise<Answer<string>> =>
  fetchWithin(`${server.url}/${path}`, { known, limits: { ...limits, ...own }, write: text });

describe("an answer that is taken", () => {
  it("is whole, and says what it can be asked for again with", async () => {
    const answer = await get();
    expect(answer).toMatchObject({ is: "new", written: data });
    if (answer.is !== "new") return;
    expect(await get("data", { known: answer.validators })).toEqual({ is: "unchanged" });
  });

  it.each<[string, ServerFault]>([
    ["a server that was overloaded", { is: "status", status: 503 }],
    ["a connection that broke before the answer", { is: "reset" }],
    ["an answer that was cut off", { is: "cut off" }],
  ])("comes at another try after %s", async (_, fault) => {
    server.fail(/data/, fault, 2);
    expect(await get()).toMatchObject({ is: "new", written: data });
  });

  it("comes from where the server sends on to", async () => {
    server.fail(/moved/, { is: "redirect", to: "/data" });
    await writeFile(join(folder, "moved"), "");
    expect(await get("moved")).toMatchObject({ is: "new", written: data });
  });
});

describe("an answer that is not taken", () => {
  it.each<[string, ServerFault, string | RegExp, keyof typeof impatient]>([
    ["from a server that says nothing", { is: "silent" }, "the server is silent for 0.15 s", "silent"],
    ["that drips for ever", { is: "dripping", every: 20 }, "no whole answer within 1 s", "dripping"],
    ["that drips too slowly", { is: "dripping", every: 400 }, "the server is silent for 0.15 s", "silent"],
  ])("is one %s", async (_, fault, reason, limit) => {
    server.fail(/data/, fault);
    const answer = await get("data", impatient[limit]);
    expect(answer.is === "refused" ? answer.reason : answer.is).toMatch(reason);
  });

  it.each<[string, ServerFault, string | RegExp]>([
    ["that is cut off each time", { is: "cut off" }, "the answer was cut off"],
    ["that is shorter than it says", { is: "wrong length", by: 10 }, "the answer was cut off"],
    ["whose end nobody knows", { is: "no length" }, "the server does not say where its answer ends"],
    ["that breaks off each time", { is: "reset" }, /^the server cannot be reached \((ECONNRESET|UND_ERR_SOCKET)\)$/],
    ["of a server that is overloaded", { is: "status", status: 503 }, "the server answers 503"],
    ["that is not there", { is: "status", status: 404 }, "the server answers 404"],
    ["of a part", { is: "status", status: 206 }, "the server answers 206"],
    ["of nothing new, to who has nothing", { is: "unchanged" }, "the server answers 304"],
    ["of a portal", { is: "page" }, "the server answers with a web page"],
    ["without end", { is: "endless" }, "the server sends more than 1048576 bytes"],
    ["that unpacks to too much", { is: "bomb", bytes: 1 << 24 }, "the server sends more than 1048576 bytes"],
    [
      "that leads round and round",
      { is: "redirect", to: "/data" },
      "the server cannot be reached (redirect count exceeded)",
    ],
    ["that leads to a file", { is: "redirect", to: "file:///etc/passwd" }, /^the server cannot be reached \(.*scheme/],
  ])("is one %s", async (_, fault, reason) => {
    server.fail(/data/, fault);
    const answer = await get("data");
    expect(answer.is === "refused" ? answer.reason : answer.is).toMatch(reason);
  });

  it("is asked for again only where the fault may pass", async () => {
    const asked = async (name: string, fault: ServerFault) => {
      await writeFile(join(folder, name), data);
      server.fail(new RegExp(name), fault);
      await get(name);
      return server.exchanges.filter(({ path }) => path === `/${name}`).length;
    };
    expect(await asked("overloaded", { is: "status", status: 502 })).toBe(3);
    expect(await asked("gone", { is: "status", status: 404 })).toBe(1);
    expect(await asked("portal", { is: "page" })).toBe(1);
  });

  it("is one of nobody", async () => {
    const gone = await FaultyServer.over(folder);
    const { url } = gone;
    await gone.close();
    const answer = await fetchWithin(`${url}/data`, { known: null, limits, write: text });
    expect(answer).toEqual({ is: "refused", reason: "the server cannot be reached (ECONNREFUSED)" });
  });

  it("leaves what goes wrong in writing to the caller", async () => {
    const full = new Error("no space left");
    const write = () => Promise.reject(full);
    await expect(fetchWithin(`${server.url}/data`, { known: null, limits, write })).rejects.toBe(full);
  });
});
