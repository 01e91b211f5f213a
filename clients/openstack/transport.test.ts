import { createServer } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { listen } from "../../test/peers/loopback.ts";
import { Transport } from "./transport.ts";

/** A proxy that answers requests itself, and records them. */
async function startProxy(): Promise<{ url: string; asked: string[]; stop: () => void }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("by the proxy");
  });
  return { url: await listen(server), asked, stop: () => server.close() };
}

const tls = { ca: null, cert: null, key: null, verify: true };
const signal = new AbortController().signal;

async function get(url: string): Promise<string> {
  const transport = new Transport(tls);
  const exchange = { method: "GET", headers: {}, body: undefined, signal, silence: 5_000 };
  try {
    return await (await transport.exchange(new URL(url), exchange)).text();
  } finally {
    transport.close();
  }
}

afterEach(() => vi.unstubAllEnvs());

test("a service of OpenStack is asked by the proxy that the environment names, but for the hosts of no_proxy", async () => {
  const [proxy, service] = [await startProxy(), await startProxy()];
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  vi.stubEnv("http_proxy", proxy.url);
  vi.stubEnv("no_proxy", "127.0.0.1");
  try {
    expect(await get("http://keystone.invalid/v3")).toBe("by the proxy");
    expect(proxy.asked).toEqual(["http://keystone.invalid/v3"]);
    await get(service.url);
    expect(proxy.asked).toHaveLength(1);
  } finally {
    proxy.stop();
    service.stop();
  }
});
