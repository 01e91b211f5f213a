import type { Day } from "../../images/model/day.ts";
import type { Arch } from "../../images/model/definitions/arches.ts";
import type { Member } from "../../images/model/image.ts";
import type { InstalledPackage } from "../../images/packages/types.ts";
import type {
  ArchivedPackage,
  SecurityFacts,
  SecuritySource,
  SourceState,
} from "../../images/releases/security/types.ts";
import { memberNamed, version } from "./samples.ts";
import type { PackagedSet } from "../../images/releases/decision/types.ts";

/** By source package, the version that an image or an archive has. */
export type Sources = Readonly<Record<string, string>>;

/** By source package, the binary packages that a cloud image has of it. ARCH stands for the image's. */
const binaries: Readonly<Record<string, readonly string[]>> = {
  "base-files": ["base-files"],
  bash: ["bash"],
  glibc: ["libc6:ARCH", "libc-bin"],
  openssh: ["openssh-client", "openssh-server"],
  openssl: ["libssl3:ARCH", "openssl"],
  systemd: ["libsystemd0:ARCH", "systemd"],
  tzdata: ["tzdata"],
};

/** The sources in bookworm's images at the point release 12.9. */
export const bookworm: Sources = {
  "base-files": "12.4+deb12u9",
  bash: "5.2.15-2+b7",
  glibc: "2.36-9+deb12u9",
  linux: "6.1.0-30 6.1.124-1",
  openssh: "1:9.2p1-2+deb12u4",
  openssl: "3.0.15-1~deb12u1",
  systemd: "252.33-1~deb12u1",
  tzdata: "2024b-0+deb12u1",
};

/**
 * The packages of these sources in an image of an arch. The kernel's version has its ABI, `6.1.0-30 6.1.124-1`; its package comes from the
 * signed twin of its source.
 */
export function packagesOf(sources: Sources, arch: Arch): InstalledPackage[] {
  return Object.entries(sources).flatMap(([source, text]) => {
    if (source === "linux") return kernel(text, arch);
    return (binaries[source] ?? [source]).map((name) => ({
      name: name.replace("ARCH", arch),
      version: text,
      source: { name: source, version: text.replace(/\+b\d+$/, "") },
    }));
  });
}

function kernel(text: string, arch: Arch): InstalledPackage[] {
  const [abi = "", built = ""] = text.split(" ");
  const source = { name: `linux-signed-${arch}`, version: built.replace(/-(\d+)$/, "+$1") };
  return [`linux-image-${abi}-cloud-${arch}`, `linux-image-cloud-${arch}`].map((name) => ({
    name,
    version: built,
    source,
  }));
}

const built: readonly Arch[] = ["amd64", "arm64"];

const members: readonly Member[] = ["ec2/amd64", "genericcloud/amd64", "genericcloud/arm64"];

export const setOf = (name: string, sources: Sources, of: readonly Member[] = members): PackagedSet => ({
  version: version(name),
  images: new Map(of.map((member) => [member, packagesOf(sources, memberNamed(member).arch)])),
});

export const released = (set: PackagedSet, shown: Day) => ({ ...set, shown });

const fresh: SourceState = { state: "fresh", reason: "fetched today" };

/** Fresh security data that has nothing but what is given. The archive has the packages of `archive`. */
export function securityFacts(
  known: Partial<Pick<SecurityFacts, "advisories" | "issues">> & {
    archive?: Sources;
    sources?: Partial<Record<SecuritySource, SourceState>>;
  } = {},
): SecurityFacts {
  const archive = known.archive ?? {};
  return {
    advisories: known.advisories ?? [],
    issues: known.issues ?? new Map(),
    archive: new Map(built.map((arch) => [arch, indexOf(packagesOf(archive, arch))])),
    sources: { dsa: fresh, dla: fresh, tracker: fresh, archive: fresh, ...known.sources },
  };
}

const indexOf = (packages: readonly InstalledPackage[]): Map<string, ArchivedPackage[]> =>
  new Map(
    packages.flatMap(({ name, version, source }) =>
      source === null ? [] : [[name.replace(/:.*/, ""), [{ version, source, pocket: "security" }]]],
    ),
  );
