import { UserError } from "../../images/model/errors.ts";

export type Service = "compute" | "storage" | "orgpolicy";

/** The roots of Google's services, without a slash at the end. */
export type Endpoints = Readonly<Record<Service, string>>;

/**
 * Google's own, and the variables that name others for tests. The variables of Compute Engine and Cloud Storage are those of
 * HashiCorp's provider, so that it and this client ask the same servers.
 */
const known: Readonly<Record<Service, { root: string; variable: string; path: string }>> = {
  compute: {
    root: "https://compute.googleapis.com",
    variable: "GOOGLE_COMPUTE_CUSTOM_ENDPOINT",
    path: "/compute/v1",
  },
  storage: { root: "https://storage.googleapis.com", variable: "GOOGLE_STORAGE_CUSTOM_ENDPOINT", path: "/storage/v1" },
  orgpolicy: { root: "https://orgpolicy.googleapis.com", variable: "GOOGLE_ORG_POLICY_CUSTOM_ENDPOINT", path: "/v2" },
};

/** Throws a UserError where a variable names a host that is neither this machine nor Google's: a token would go there. */
export function endpointsIn(environment: NodeJS.ProcessEnv): Endpoints {
  const rootOf = (service: Service): string => {
    const { root, variable, path } = known[service];
    const text = environment[variable] ?? "";
    if (text === "") return root;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url !== undefined && isTrusted(url) && url.pathname.replace(/\/$/, "") === path) return url.origin;
    throw new UserError({
      where: `the environment: ${variable}`,
      value: text,
      expected: `http://127.0.0.1:PORT${path}/, or ${root}${path}/`,
      remedy: "unset it: only tests need it; nothing was asked",
    });
  };
  return { compute: rootOf("compute"), storage: rootOf("storage"), orgpolicy: rootOf("orgpolicy") };
}

const isTrusted = (url: URL): boolean =>
  isThisMachine(url) || (url.protocol === "https:" && url.hostname.endsWith(".googleapis.com"));

const isThisMachine = ({ protocol, hostname }: URL): boolean =>
  /^https?:$/.test(protocol) && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);

/** Whether any service is one of this machine: then a real token must not be used. */
export const isOnThisMachine = (endpoints: Endpoints): boolean =>
  Object.values(endpoints).some((root) => isThisMachine(new URL(root)));
