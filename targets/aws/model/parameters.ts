import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import type { Image } from "../../../images/model/image.ts";

/** What the names of SSM parameters begin with, up to the arch: by the suite's number, and by its codename. `version` may be `latest`. */
export const parameterPaths = (
  prefix: string,
  { suite, channel }: Pick<Image, "suite" | "channel">,
  version: string,
): string[] =>
  [...new Set([suiteDefinition(suite).id, suite])].map((name) => `${prefix}/${channel}/${name}/${version}`);
