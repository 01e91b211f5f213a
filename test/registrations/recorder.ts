import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings.js";

/** A registered resource. Other resources are named `type name`; defaults are left out. */
export interface Registration {
  type: string;
  name: string;
  parent?: string;
  provider?: string;
  protect?: true;
  retain?: true;
  dependsOn?: string[];
  inputs: unknown;
}

/** What the SDK writes for a value that only the run knows. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Runs a program as a preview does, without an engine. Returns its registrations, sorted by type and name. */
export async function registrationsOf(stack: string, program: () => void | Promise<void>): Promise<Registration[]> {
  const recorder = new Recorder();
  setMockOptions(recorder, "cloud-images", stack, true);
  await program();
  await pulumi.runtime.disconnect();
  return recorder.registered.toSorted((a, b) => compare(a.type, b.type) || compare(a.name, b.name));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

class Recorder extends MockMonitor {
  readonly registered: Registration[] = [];

  constructor() {
    super({ newResource: () => ({ id: undefined, state: {} }), call: () => ({}) });
  }

  override registerResource(
    request: RegisterResourceRequest,
    answer: (error: unknown, response: unknown) => void,
  ): Promise<void> {
    const provider = request.getProvider();
    const dependsOn = request.getDependenciesList().map(named).toSorted();
    this.registered.push({
      type: request.getType(),
      name: request.getName(),
      ...(request.getParent() !== "" && { parent: named(request.getParent()) }),
      ...(provider !== "" && { provider: named(provider.replace(/::[^:]*$/, "")) }),
      ...(request.getProtect() && { protect: true as const }),
      ...(request.getRetainondelete() && { retain: true as const }),
      ...(dependsOn.length > 0 && { dependsOn }),
      inputs: plain(request.getObject()?.toJavaScript() ?? {}),
    });
    return super.registerResource(request, answer);
  }
}

/** A URN's type, without its parents' types, and its name. */
function named(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split("$").at(-1) ?? ""} ${name.join("::")}`;
}

/** Inputs without the SDK's marks: a secret is its value, a resource its type and name. */
function plain(value: unknown): unknown {
  if (value === unknown) return "(known after the run)";
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value)
    return "value" in value ? { secret: plain(value.value) } : "urn" in value ? named(String(value.urn)) : {};
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([key, each]) => [key, plain(each)]),
  );
}
