import { once } from "node:events";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import { sdkScript, startNode } from "./children.ts";

/** The SDK's exit code for "the program has failed and reported why". */
const alreadyTold = 32;

export async function runProgram(request: messages.RunRequest, engine: string): Promise<messages.RunResponse> {
  const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
  const child = startNode([...nodeArgs(options["nodeargs"]), ...scriptArgs(request, engine)], {
    cwd: request.getPwd(),
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] !== false),
    },
  });
  await once(child, "exit");
  const response = new messages.RunResponse();
  if (child.exitCode === alreadyTold) response.setBail(true);
  else if (child.exitCode !== 0)
    response.setError(`the program ended with ${child.signalCode ?? `exit code ${String(child.exitCode)}`}`);
  return response;
}

function nodeArgs(option: unknown): string[] {
  return typeof option === "string" ? option.split(/\s+/).filter((word) => word !== "") : [];
}

function scriptArgs(request: messages.RunRequest, engine: string): string[] {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const organization = request.getOrganization();
  return [
    sdkScript(folder, "run"),
    ...["--monitor", request.getMonitorAddress()],
    ...["--engine", engine],
    ...["--project", request.getProject()],
    ...["--stack", request.getStack()],
    ...["--pwd", request.getPwd()],
    ...["--root-directory", info?.getRootDirectory() ?? folder],
    ...["--parallel", String(request.getParallel())],
    ...(organization ? ["--organization", organization] : []),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
}
