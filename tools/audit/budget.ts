import { WrongUse } from "../setup/errors.ts";

const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Reads `--budget`; unlimited without one. Throws `WrongUse`. */
export function parseBudget(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const bytes = Math.floor(Number(number) * (factor ?? 0));
  if (bytes > 0) return bytes;
  throw new WrongUse(`--budget ${text}: expected a size, as 50GiB; units are ${Object.keys(units).join(", ")}`);
}
