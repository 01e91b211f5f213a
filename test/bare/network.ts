import { existsSync } from "node:fs";
import path from "node:path";
import { ask } from "./ask.ts";

/** How this host reaches registries and archives: what a machine beside it would be told too. */
export interface Network {
  variables: Record<string, string>;
  /** Files of the host that belong to it, at the same paths. */
  files: string[];
  /** Lines for apt's configuration. */
  apt: string[];
}

/** Downloads are shared, and nothing else: Go's modules and npm's packages. */
export interface Downloads {
  go: string;
  npm: string;
}

const proxies = /^(?:https?|all|no)_proxy$/i;
const certificates = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];
const goSettings = ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOSUMDB", "GOINSECURE", "GOFLAGS", "GOTOOLCHAIN"];
const aptFiles = [
  "sources.list",
  "sources.list.d",
  "trusted.gpg",
  "trusted.gpg.d",
  "keyrings",
  "auth.conf",
  "auth.conf.d",
];
const aptSettings = /^Acquire::(?:Check-|https?::|Retries|ForceIPv)/;

export async function hostNetwork(): Promise<Network> {
  const own = Object.entries(process.env).filter(([name]) => proxies.test(name) || certificates.includes(name));
  const go = await goEnvironment();
  const npm = await npmSettings();
  const bundle = "/etc/ssl/certs/ca-certificates.crt";
  const files = ["/etc/resolv.conf", "/etc/hosts", bundle, ...aptFiles.map((name) => path.join("/etc/apt", name))];
  const named = [...own.map(([, value]) => value ?? ""), npm["npm_config_cafile"] ?? ""].filter(isFile);
  const chosen = Object.entries(go).filter(([name, value]) => goSettings.includes(name) && value !== "");
  return {
    variables: { ...Object.fromEntries([...own, ...chosen].map(([name, value]) => [name, value ?? ""])), ...npm },
    files: [...new Set([...files, ...named])].filter((file) => existsSync(file)),
    apt: (await ask("apt-config", ["dump", "--no-empty"])).split("\n").filter((line) => aptSettings.test(line)),
  };
}

const isFile = (value: string): boolean => value.startsWith("/");

export async function hostDownloads(): Promise<Downloads> {
  const npm = await ask("npm", ["config", "get", "cache"]);
  return { go: (await goEnvironment())["GOMODCACHE"] ?? "", npm };
}

export async function goEnvironment(): Promise<Record<string, string>> {
  const asked = [...goSettings, "GOMODCACHE", "GOROOT"];
  const values = (await ask("go", ["env", ...asked])).split("\n");
  return Object.fromEntries(asked.map((name, index) => [name, values[index] ?? ""]));
}

/** What npm is told by its files. It says "undefined" or "null" for what it is not told. */
async function npmSettings(): Promise<Record<string, string>> {
  const told = async (name: string): Promise<[string, string][]> => {
    const value = await ask("npm", ["config", "get", name]);
    return /^(undefined|null|)$/.test(value) ? [] : [[`npm_config_${name.replaceAll("-", "_")}`, value]];
  };
  const names = ["registry", "cafile", "strict-ssl", "proxy", "https-proxy", "noproxy"];
  return Object.fromEntries((await Promise.all(names.map(told))).flat());
}
