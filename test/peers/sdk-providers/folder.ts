import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Held } from "./rules.ts";

const sdks = ["aws", "azure-native", "gcp"] as const;
type Sdk = (typeof sdks)[number];

/** Stand-ins for the SDKs' providers. `folder` has their programs, for PATH. */
export interface StandIns {
  folder: string;
  /** What the account of a cloud has, by URN. */
  account(sdk: Sdk): Promise<Map<string, Held>>;
  /** Changes a resource, as somebody does by hand. */
  change(sdk: Sdk, name: string, properties: object): Promise<void>;
}

/** Makes a program for each SDK, with the name by which the engine looks for it. */
export async function standInProviders(folder: string): Promise<StandIns> {
  await mkdir(folder, { recursive: true });
  const main = path.join(import.meta.dirname, "main.ts");
  const file = (sdk: Sdk): string => path.join(folder, `${sdk}.json`);
  for (const sdk of sdks) {
    const program = path.join(folder, `pulumi-resource-${sdk}`);
    await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' '${file(sdk)}' "$@"\n`);
    await chmod(program, 0o755);
  }
  const account = async (sdk: Sdk) => new Map(JSON.parse(await readFile(file(sdk), "utf8")) as [string, Held][]);
  return {
    folder,
    account,
    async change(sdk, name, properties) {
      const changed = [...(await account(sdk))].map(([urn, held]): [string, Held] =>
        urn.endsWith(`::${name}`) ? [urn, { ...held, properties: { ...held.properties, ...properties } }] : [urn, held],
      );
      await writeFile(file(sdk), JSON.stringify(changed));
    },
  };
}
