import { homedir } from "node:os";
import path from "node:path";
import { cache } from "../bootstrap/folders.mjs";
import { buildWithGo } from "../go.ts";
import { makeOnce } from "../bootstrap/once.mjs";
import { withProgress } from "../bootstrap/progress.mjs";
import { built } from "./choose.ts";

/** Where the built `pulumi` is. launcher.ts adds the language host. */
export const builtFolder = path.join(cache, `pulumi-go-${built}`);

/** The folder of its go.mod. */
export const engineModule = import.meta.dirname;

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Builds the engine from its Go modules, at the digests in go.sum beside this file. */
export async function build(): Promise<void> {
  await makeOnce(builtFolder, async (staging) => {
    const ldflags = `-s -w -X ${versionVariable}=v${built}`;
    const options = ["-trimpath", "-mod=readonly", "-tags", "osusergo,grpcnotrace", "-ldflags", ldflags];
    const args = [...options, "-o", path.join(staging, "pulumi"), command];
    const env = { HOME: homedir(), ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
    await withProgress(`building the Pulumi engine ${built} with Go, once, for three minutes or so`, () =>
      buildWithGo("the Pulumi engine", engineModule, args, env),
    );
  });
}
