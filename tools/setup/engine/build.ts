import { homedir } from "node:os";
import path from "node:path";
import { SetupError } from "../errors.ts";
import { cache } from "../folders.mjs";
import { makeOnce } from "../once.mjs";
import { lastLines, run, withProgress } from "../progress.mjs";
import { built } from "./choose.ts";

/** Where the built `pulumi` is; its language host is ours to add. */
export const builtFolder = path.join(cache, `pulumi-go-${built}`);

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Builds the engine from its Go modules, at the digests in go.sum beside this file. */
export async function build(): Promise<void> {
  await makeOnce(builtFolder, async (staging) => {
    const ldflags = `-s -w -X ${versionVariable}=v${built}`;
    const args = ["build", "-trimpath", "-mod=readonly", "-tags", "osusergo,grpcnotrace", "-ldflags", ldflags];
    const { ok, output } = await withProgress("building the Pulumi engine with Go, once, for three minutes or so", () =>
      run("go", [...args, "-o", path.join(staging, "pulumi"), command], {
        cwd: import.meta.dirname,
        env: { HOME: homedir(), ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
      }),
    );
    if (!ok) throw new SetupError(`the Pulumi engine could not be built, Go said\n${lastLines(output)}`);
  });
}
