import type { TestingSettings } from "./config.ts";

export async function testing(settings: TestingSettings): Promise<object> {
  return { role: settings.role };
}
