import { setup as setupEngine } from "../engine/ring.ts";
import { workloadProviderFolder } from "../../tools/setup/workload-provider.ts";
import { startServices } from "./services.ts";

/** Prepares the ring: the engine, the provider of @pulumi/openstack, and real services to which clouds.yaml leads. */
export async function setup(): Promise<() => Promise<void>> {
  const tearDown = await setupEngine();
  const provider = await workloadProviderFolder();
  process.env["PATH"] = `${provider}:${process.env["PATH"] ?? ""}`;
  const services = await startServices();
  process.env["OS_CLIENT_CONFIG_FILE"] = services.clouds;
  process.env["CLOUD_IMAGES_OCTAVIA_CONFIG"] = services.octavia;
  return async () => {
    await services.stop();
    await tearDown();
  };
}
