import { expect, test } from "vitest";
import { compareDpkgVersions } from "../../images/packages/dpkg-version.ts";
import { publishedManifests } from "../dpkg/manifests.ts";
import { claim, hasDpkg, wrongClaims } from "../dpkg/order.ts";

const versions = [...new Set(publishedManifests.flatMap(({ packages }) => packages.map(({ version }) => version)))];

test.skipIf(!hasDpkg).each(versions.map((version, index) => [version, index] as const))(
  "%s stands to every other published version as dpkg says",
  (version, index) => {
    const others = versions.slice(index + 1);
    expect(wrongClaims(others.map((other) => claim(version, other, compareDpkgVersions(version, other))))).toEqual([]);
  },
);
