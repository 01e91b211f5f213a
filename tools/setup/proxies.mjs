// As curl, apt, npm and Go obey them. Node does with NODE_USE_ENV_PROXY, which it reads when it starts.
import { atLeast } from "./versions.mjs";

const kinds = ["http_proxy", "https_proxy"];

/** Never by a proxy, as with Go: the engine and its plugins speak with each other there. */
const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * What a run's environment must have so that all its programs obey the proxies that it names; nothing where it names none.
 * Some programs read the variables in capitals, some in small letters.
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
  // gRPC takes an asterisk for a host's name
  return { ...Object.fromEntries(both), no_grpc_proxy: loopback.join(","), NODE_USE_ENV_PROXY: "1" };
}

const forward = new URL("forward.mjs", import.meta.url).href;

/**
 * What a Node must be told beside that, once the packages of this project are there; nothing where no proxy is named.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function nodeOptions({ NODE_USE_ENV_PROXY, NODE_OPTIONS = "" }) {
  if (NODE_USE_ENV_PROXY !== "1" || NODE_OPTIONS.includes(forward)) return {};
  return { NODE_OPTIONS: `${NODE_OPTIONS} --import=${forward}`.trim() };
}

/**
 * Whether a Node knows NODE_USE_ENV_PROXY for fetch and for the agents of its own.
 * @param {string} version
 */
export const knowsProxies = (version) =>
  atLeast(version, "24.5.0") || (/^v?22\./.test(version) && atLeast(version, "22.21.0"));
