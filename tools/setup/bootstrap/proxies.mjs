// Proxies are used as in curl, apt, npm and Go. Node needs NODE_USE_ENV_PROXY for this, which it reads at its start.
import { atLeast } from "./versions.mjs";

const kinds = ["http_proxy", "https_proxy"];

/** Addresses that never go through a proxy, as in Go: the engine and its plugins use them between each other. */
const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * The variables that make all programs of a run use the configured proxies; empty without one. Some programs read upper case
 * names, some lower case.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function proxyEnvironment(env) {
  const named = kinds.flatMap((name) => {
    const value = env[name] || env[name.toUpperCase()];
    return value ? [{ name, value }] : [];
  });
  if (named.length === 0) return {};
  const direct = (env.no_proxy || env.NO_PROXY || "").split(/[\s,]+/).filter(Boolean);
  const noProxy = direct.includes("*") ? "*" : [...new Set([...direct, ...loopback])].join(",");
  const variables = [...named, { name: "no_proxy", value: noProxy }];
  const both = variables.flatMap(({ name, value }) => [
    [name, value],
    [name.toUpperCase(), value],
  ]);
  // gRPC reads an asterisk as a host's name
  return { ...Object.fromEntries(both), no_grpc_proxy: loopback.join(","), NODE_USE_ENV_PROXY: "1" };
}

const forward = new URL("forward.mjs", import.meta.url).href;

/**
 * Further variables for Node, once this project's packages are installed; empty without a proxy.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function nodeOptions({ NODE_USE_ENV_PROXY, NODE_OPTIONS = "" }) {
  if (NODE_USE_ENV_PROXY !== "1" || NODE_OPTIONS.includes(forward)) return {};
  return { NODE_OPTIONS: `${NODE_OPTIONS} --import=${forward}`.trim() };
}

/**
 * Whether a version of Node supports NODE_USE_ENV_PROXY, for fetch and for custom agents.
 * @param {string} version
 */
export const knowsProxies = (version) =>
  atLeast(version, "24.5.0") || (/^v?22\./.test(version) && atLeast(version, "22.21.0"));
