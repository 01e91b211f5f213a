import { existsSync } from "node:fs";
import path from "node:path";
import { ask } from "./ask.ts";

/** How this host reaches registries and archives. A new machine beside it would get the same settings. */
export interface Network {
  variables: Record<string, string>;
  /** By file of the host: its path on the machine. */
  files: Map<string, string>;
  /** Lines for apt's configuration. */
  apt: string[];
}

/** Folders that machines share: Go's modules, npm's packages, and what Go compiled. Without cgo and paths the latter depends on sources alone. */
interface Downloads {
  modules: string;
  compiled: string;
  npm: string;
}

const proxies = /^(?:https?|all|no)_proxy$/i;
const certificates = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];
const bundle = "/etc/ssl/certs/ca-certificates.crt";
/** The bundle's path on the machine. The package ca-certificates would overwrite Debian's own path. */
const laidBundle = "/etc/ssl/host-certificates.crt";
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
  const own = Object.entries(process.env).filter(([name]) => proxies.test(name));
  const go = Object.entries(await goEnvironment()).filter(([name, value]) => goSettings.includes(name) && value !== "");
  const trusted = certificates.map((name) => process.env[name]).find(isFile) ?? bundle;
  const files = ["/etc/resolv.conf", "/etc/hosts", ...aptFiles.map((name) => path.join("/etc/apt", name))];
  const places = [...files.map((file) => [file, file] as const), [trusted, laidBundle] as const];
  const trust = isFile(trusted) ? certificates.map((name) => [name, laidBundle] as const) : [];
  const named = own.map(([name, value]) => [name, value ?? ""] as const);
  return {
    variables: { ...Object.fromEntries([...named, ...go, ...trust]), ...(await npmSettings()) },
    files: new Map(places.filter(([file]) => isFile(file))),
    apt: (await ask("apt-config", ["dump", "--no-empty"])).split("\n").filter((line) => aptSettings.test(line)),
  };
}

const isFile = (file: string | undefined): file is string =>
  file !== undefined && file.startsWith("/") && existsSync(file);

export async function hostDownloads(): Promise<Downloads> {
  const npm = await ask("npm", ["config", "get", "cache"]);
  const { GOMODCACHE: modules = "", GOCACHE: compiled = "" } = await goEnvironment();
  return { modules, compiled, npm };
}

export async function goEnvironment(): Promise<Record<string, string>> {
  const asked = [...goSettings, "GOMODCACHE", "GOCACHE", "GOROOT"];
  // Go may warn of something first
  const values = (await ask("go", ["env", ...asked])).split("\n").slice(-asked.length);
  return Object.fromEntries(asked.map((name, index) => [name, values[index] ?? ""]));
}

/** Settings of npm as environment variables. npm prints "undefined" or "null" for an absent one. */
async function npmSettings(): Promise<Record<string, string>> {
  const told = async (name: string): Promise<[string, string][]> => {
    const value = await ask("npm", ["config", "get", name]);
    return /^(undefined|null|)$/.test(value) ? [] : [[`npm_config_${name.replaceAll("-", "_")}`, value]];
  };
  const names = ["registry", "strict-ssl", "proxy", "https-proxy", "noproxy"];
  return Object.fromEntries((await Promise.all(names.map(told))).flat());
}
