/** Of Node 22.21; @types/node 22 does not have it. */
interface ProxyOptions {
  proxyEnv?: NodeJS.ProcessEnv;
}

/** Options of an agent of Node's own: a custom one uses no proxy by default; set-up says whether there is one. */
export const agentProxies = (): ProxyOptions =>
  process.env["NODE_USE_ENV_PROXY"] === "1" ? { proxyEnv: process.env } : {};
