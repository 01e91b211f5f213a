import path from "node:path";
import { pythonPackages } from "../python-packages.ts";

/** The folder of moto's Python packages. */
export const motoPackages = (): Promise<string> =>
  pythonPackages("moto", path.join(import.meta.dirname, "requirements.txt"));
