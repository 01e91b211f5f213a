import type { RunnersSettings } from "./config.ts";

export async function runners(settings: RunnersSettings): Promise<object> {
  return { role: settings.role };
}
