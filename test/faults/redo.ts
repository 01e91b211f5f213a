import type { Display, Provider } from "../../provider-sdk/provider.ts";
import type { Deed } from "./fault.ts";

export interface Redo {
  places: { tree: string; staging: string };
  deeds: readonly Deed[];
}

/** Does operations again that the engine asked for, one after the other, so that a change of the disk belongs to one of them. */
export async function redo({ places, deeds }: Redo, create: (display: Display) => Provider): Promise<void> {
  const provider = create({ report: () => undefined, warn: () => undefined });
  await provider.configure({ ...places, jobs: 1 });
  for (const deed of deeds) await redoOne(provider, deed);
  await provider.cancel();
}

async function redoOne(provider: Provider, { operation, urn, olds, news }: Deed): Promise<void> {
  if (operation === "create") await provider.create(urn, news);
  else if (operation === "update") await provider.update(urn, olds, news);
  else await provider.delete(urn, olds);
}
