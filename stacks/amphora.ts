import type { AmphoraSettings } from "./config.ts";

export async function amphora(settings: AmphoraSettings): Promise<object> {
  return { role: settings.role };
}
