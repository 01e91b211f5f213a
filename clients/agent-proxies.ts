/** Node has it since 22.21; @types/node 22 does not. */
interface ProxyOptions {
  proxyEnv?: NodeJS.ProcessEnv;
}

/** Options of an agent of Node's own: a custom one uses no proxy by default; set-up says whether there is one. */
export const agentProxies = (): ProxyOptions =>
  process.env["NODE_USE_ENV_PROXY"] === "1" ? { proxyEnv: process.env } : {};
