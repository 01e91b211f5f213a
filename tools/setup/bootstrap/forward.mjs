// Loaded before a Node program if a proxy is set (proxies.mjs). Node's own fetch opens a tunnel through the proxy even for
// plain http, which Squid's default configuration refuses. So plain http goes to the proxy as a normal request, as with curl.
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";

setGlobalDispatcher(new EnvHttpProxyAgent({ proxyTunnel: false }));
