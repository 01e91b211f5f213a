import { afterAll } from "vitest";

/** Files of a ring without isolation share a process. What one sets in its environment is not there for the next. */
const before = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});
