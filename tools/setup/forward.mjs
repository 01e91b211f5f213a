// Read before a Node program where a proxy is named (proxies.mjs). Node's own fetch asks a proxy for a tunnel to plain http
// too, which Squid, as it is configured by default, refuses: it is asked for the page itself, as curl asks.
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";

setGlobalDispatcher(new EnvHttpProxyAgent({ proxyTunnel: false }));
