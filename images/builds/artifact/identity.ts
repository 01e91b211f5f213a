import { addDays, formatDay } from "../../model/day.ts";
import { suiteDefinition } from "../../model/definitions/suites.ts";
import type { Problem } from "../../model/errors.ts";
import { buildFile } from "../../tree/files.ts";
import { azureVersion, versionDay } from "../../model/version.ts";
import type { Subject } from "./subject.ts";

/** Clocks of builders and publishers may be a day apart, no more. */
const daysAhead = 1;

/** Each expected text against the one that is found under its key in the manifest. */
function compare(
  { probe }: Subject,
  place: string,
  expected: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string | undefined>>,
): Problem[] {
  return Object.entries(expected).flatMap(([key, value]) =>
    found[key] === value
      ? []
      : [
          {
            where: `${buildFile(probe.source, "json")}: ${place}.${key}`,
            value: found[key] ?? "",
            expected: `${value}, as in ${probe.base}`,
            remedy: "build the image again, and keep the names of its files",
          },
        ],
  );
}

export function checkName(subject: Subject): Problem[] {
  const { suite, vendor, arch, version } = subject.image;
  return compare(
    subject,
    "data.info",
    { release: suite, vendor, arch, version, type: "official" },
    subject.build.data.info,
  );
}

export function checkLabels(subject: Subject): Problem[] {
  const { suite, vendor, arch, version } = subject.image;
  const expected = {
    "cloud.debian.org/vendor": vendor,
    "cloud.debian.org/version": version,
    "debian.org/arch": arch,
    "debian.org/dist": "debian",
    "debian.org/release": suite,
  };
  return compare(subject, "metadata.labels", expected, subject.build.metadata.labels);
}

export function checkReleaseIds(subject: Subject): Problem[] {
  const { id, baseId } = suiteDefinition(subject.image.suite);
  return compare(subject, "data.info", { release_id: id, release_baseid: baseId }, subject.build.data.info);
}

export function checkAzureVersion(subject: Subject): Problem[] {
  const { info } = subject.build.data;
  if (info.version_azure === undefined) return [];
  return compare(subject, "data.info", { version_azure: azureVersion(subject.image.version) }, info);
}

export function checkVersionDay({ probe, image, day }: Subject): Problem[] {
  const latest = addDays(day, daysAhead);
  if (versionDay(image.version) <= latest) return [];
  return [
    {
      where: probe.source,
      value: image.version,
      expected: `a version of ${formatDay(latest)} at the latest`,
      remedy: "set the clock of the machine that builds, or of this one",
    },
  ];
}
