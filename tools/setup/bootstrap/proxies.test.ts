import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { listen } from "../../../test/peers/loopback.ts";
import { knowsProxies, nodeOptions, proxyEnvironment } from "./proxies.mjs";

const loopback = "localhost,127.0.0.1,::1";

test("without a proxy nothing is set", () => {
  expect(proxyEnvironment({ no_proxy: "example.org", http_proxy: "" })).toEqual({});
});

test.each([
  ["small letters", { https_proxy: "http://proxy:3128", no_proxy: "example.org" }],
  ["capitals", { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "example.org" }],
])("a proxy in %s is obeyed by programs that read either, and by Node", (_case, env) => {
  expect(proxyEnvironment(env)).toEqual({
    https_proxy: "http://proxy:3128",
    HTTPS_PROXY: "http://proxy:3128",
    no_proxy: `example.org,${loopback}`,
    NO_PROXY: `example.org,${loopback}`,
    no_grpc_proxy: loopback,
    NODE_USE_ENV_PROXY: "1",
  });
});

test("small letters win, as with curl", () => {
  expect(proxyEnvironment({ http_proxy: "http://a", HTTP_PROXY: "http://b" })["HTTP_PROXY"]).toBe("http://a");
});

test("the engine's own connections never ask a proxy", () => {
  expect(proxyEnvironment({ http_proxy: "http://a", no_proxy: "" })["no_proxy"]).toBe(loopback);
  expect(proxyEnvironment({ http_proxy: "http://a", no_proxy: "127.0.0.1, b" })["no_proxy"]).toBe(
    "127.0.0.1,b,localhost,::1",
  );
  expect(proxyEnvironment({ http_proxy: "http://a", no_proxy: "*" })["no_proxy"]).toBe("*");
});

test.each([
  ["v22.18.0", false],
  ["v22.21.0", true],
  ["v23.11.0", false],
  ["v24.4.1", false],
  ["v24.5.0", true],
  ["v26.0.0", true],
])("Node %s can obey a proxy: %s", (version, can) => {
  expect(knowsProxies(version)).toBe(can);
});

test("a Node is told once, beside what it is told already, and not at all without a proxy", () => {
  const once = nodeOptions({ NODE_USE_ENV_PROXY: "1", NODE_OPTIONS: "--max-old-space-size=4096" });
  expect(once["NODE_OPTIONS"]).toMatch(/^--max-old-space-size=4096 --import=file:.*forward\.mjs$/);
  expect(nodeOptions({ NODE_USE_ENV_PROXY: "1", ...once })).toEqual({});
  expect(nodeOptions({ NODE_OPTIONS: "--trace-warnings" })).toEqual({});
});

test("plain http is asked of the proxy as curl asks it, without a tunnel, which most proxies refuse", async () => {
  const asked: string[] = [];
  const proxy = createServer(({ method, url }, response) => {
    asked.push(`${method ?? ""} ${url ?? ""}`);
    response.end("by the proxy");
  });
  const named = proxyEnvironment({ HTTP_PROXY: await listen(proxy) });
  const script = "fetch('http://tracker.invalid/list').then((answer) => answer.text()).then(console.log)";
  const env = { PATH: process.env["PATH"], ...named, ...nodeOptions(named) };
  const child = spawn(process.execPath, ["-e", script], { env, stdio: ["ignore", "pipe", "inherit"] });
  expect(await text(child.stdout)).toBe("by the proxy\n");
  expect(asked).toEqual(["GET http://tracker.invalid/list"]);
  proxy.close();
});
