import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import type { Image } from "../../../images/model/image.ts";

/**
 * What the names of SSM parameters begin with, up to the arch: by the suite's number, and by its codename. `version` may be `latest`.
 * None where the account has no such names.
 */
export const parameterPaths = (
  parameters: { prefix: string } | null,
  { suite, channel }: Pick<Image, "suite" | "channel">,
  version: string,
): string[] =>
  parameters === null
    ? []
    : [...new Set([suiteDefinition(suite).id, suite])].map(
        (name) => `${parameters.prefix}/${channel}/${name}/${version}`,
      );
