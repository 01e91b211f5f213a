import { UserError } from "../../images/model/errors.ts";
import data from "./clouds.json" with { type: "json" };

/** The addresses of one of Azure's clouds. */
export interface AzureCloud {
  /** The token endpoint. */
  authority: string;
  /** Azure Resource Manager. */
  manager: string;
  managerScope: string;
  /** The address of a storage account. */
  blobs(account: string): string;
  /** A server of tests on this machine, which takes connections without TLS. */
  isLoopback: boolean;
}

/** The variable that names the cloud: `public`, `china`, or a server of tests on this machine. */
export const cloudVariable = "CLOUD_IMAGES_AZURE";

const clouds: Readonly<Partial<Record<string, (typeof data.clouds)["public"]>>> = data.clouds;

/** Throws a UserError for an address that is neither Azure's nor this machine's: tokens and bytes go there. */
export function azureCloud(environment: NodeJS.ProcessEnv): AzureCloud {
  const name = environment[cloudVariable] ?? "public";
  const known = clouds[name];
  if (known !== undefined)
    return { ...known, blobs: (account) => known.blobs.replace("{account}", account), isLoopback: false };
  const root = loopback(name);
  if (root !== undefined)
    return {
      authority: `${root}/login`,
      manager: `${root}/arm`,
      managerScope: data.clouds.public.managerScope,
      blobs: (account) => `${root}/blobs/${account}`,
      isLoopback: true,
    };
  throw new UserError({
    where: cloudVariable,
    value: name,
    expected: `${Object.keys(clouds).join(", ")}, or http://127.0.0.1:PORT of a server of tests`,
    remedy: "correct the variable, or unset it; nothing was asked",
  });
}

function loopback(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin } = new URL(text);
  return protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname) ? origin : undefined;
}
