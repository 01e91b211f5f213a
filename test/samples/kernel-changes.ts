import type { Fix, PackageChange } from "../../images/releases/diff/types.ts";
import type { InstalledPackage } from "../../images/packages/types.ts";
import { installed } from "./package-samples.ts";

const change = (
  before: InstalledPackage | null,
  after: InstalledPackage | null,
  names: PackageChange["names"],
  fixes: readonly Fix[] = [],
): PackageChange => ({ before, after, names, fixes });

const kernelFix: Fix = {
  advisory: "DSA-6134-1",
  cves: ["CVE-2026-23112", "CVE-2026-23145", "CVE-2026-23200", "CVE-2026-23201", "CVE-2026-23202", "CVE-2026-23214"],
  source: "linux",
  version: "6.12.107-1",
  urgency: "high",
};

const opensslFix: Fix = {
  advisory: "DSA-6131-1",
  cves: ["CVE-2026-31001"],
  source: "openssl",
  version: "3.5.4-1~deb13u2",
  urgency: "medium",
};

const kernelOf: Readonly<Partial<Record<string, string>>> = {
  amd64: "cloud-amd64",
  arm64: "cloud-arm64",
  ppc64el: "powerpc64le",
  riscv64: "riscv64",
};

/** A day's changes: a kernel with another ABI, openssl, a binNMU on arm64. */
export function kernelChanges(arch: string): PackageChange[] {
  const flavour = kernelOf[arch] ?? arch;
  const kernel = (abi: string, version: string): InstalledPackage =>
    installed(`linux-image-6.12.${abi}+deb13-${flavour}`, version, `linux-signed-${arch} ${version.replace("-", "+")}`);
  const openssl = ["libssl3t64", "openssl"].map((name) => {
    const label = name === "libssl3t64" ? `${name}:${arch}` : name;
    const at = (version: string): InstalledPackage => installed(label, version, "openssl");
    return change(at("3.5.4-1~deb13u1"), at("3.5.4-1~deb13u2"), ["security", "upgraded"], [opensslFix]);
  });
  const rebuilt = change(
    installed("libzstd1:arm64", "1.5.7+dfsg-1", "libzstd"),
    installed("libzstd1:arm64", "1.5.7+dfsg-1+b1", "libzstd 1.5.7+dfsg-1"),
    ["rebuild"],
  );
  return [
    change(
      kernel("101", "6.12.101-1"),
      kernel("107", "6.12.107-1"),
      ["security", "kernel-abi", "signed-twin", "upgraded"],
      [kernelFix],
    ),
    ...openssl,
    change(installed("tzdata", "2026b-0+deb13u1"), installed("tzdata", "2026c-0+deb13u1"), [
      "point-release",
      "upgraded",
    ]),
    ...(arch === "arm64" ? [rebuilt] : []),
  ];
}
