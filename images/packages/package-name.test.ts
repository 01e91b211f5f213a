import { expect, test } from "vitest";
import { kernelOf, presentName, stemOf, withoutArch } from "./package-name.ts";

test.each([
  ["libc6:amd64", "libc6"],
  ["bash", "bash"],
])("%s without its arch is %s", (name, bare) => expect(withoutArch(name)).toBe(bare));

test.each([
  ["linux-image-6.1.0-31-cloud-amd64", "linux-image-*-cloud-amd64"],
  ["linux-image-6.1.0-31-cloud-amd64-unsigned", "linux-image-*-cloud-amd64"],
  ["linux-image-5.10.0-34-amd64", "linux-image-*-amd64"],
  ["linux-image-6.1.0-0.deb11.13-cloud-amd64", "linux-image-*-cloud-amd64"],
  ["linux-image-6.12.41+deb13-cloud-arm64", "linux-image-*-cloud-arm64"],
  ["linux-image-6.12.9+bpo-arm64-16k", "linux-image-*-arm64-16k"],
  ["linux-binary-6.17.2+deb14-cloud-amd64", "linux-binary-*-cloud-amd64"],
  ["linux-headers-6.1.0-31-common", "linux-headers-*-common"],
  ["linux-image-6.16-rc7-amd64", "linux-image-*-amd64"],
  ["linux-image-6.16-rc7+deb14-cloud-amd64", "linux-image-*-cloud-amd64"],
  ["linux-image-6.16-rc7-amd64-unsigned", "linux-image-*-amd64"],
  ["linux-image-6.16+deb14-amd64", "linux-image-*-amd64"],
  ["linux-image-6.16.3+deb14-amd64", "linux-image-*-amd64"],
  ["linux-image-6.16.3+deb14+1-amd64", "linux-image-*-amd64"],
  ["linux-image-6.16.3+deb13-rt-amd64", "linux-image-*-rt-amd64"],
  ["linux-image-6.16+unreleased-arm64-16k", "linux-image-*-arm64-16k"],
  ["linux-image-6.10.3-cloud-amd64", "linux-image-*-cloud-amd64"],
  ["linux-image-6.12.12+bpo-cloud-arm64", "linux-image-*-cloud-arm64"],
  ["linux-image-5.10.0-0.bpo.15-cloud-amd64", "linux-image-*-cloud-amd64"],
  ["linux-image-4.19.0-rc7-amd64", "linux-image-*-amd64"],
  ["linux-image-5.0.0-trunk-amd64", "linux-image-*-amd64"],
  ["linux-image-6.17-trunk-riscv64", "linux-image-*-riscv64"],
  ["linux-image-3.2.0-4-amd64", "linux-image-*-amd64"],
  ["linux-image-2.6.32-5-xen-amd64", "linux-image-*-xen-amd64"],
  ["linux-image-2.6.32-bpo.5-amd64", "linux-image-*-amd64"],
  ["linux-image-6.1.0-31-amd64-dbg", "linux-image-*-amd64-dbg"],
  ["linux-image-6.1.0-31-686-pae", "linux-image-*-686-pae"],
  ["linux-image-6.12.41+deb13-686-pae", "linux-image-*-686-pae"],
  ["linux-image-6.12.41+deb13-powerpc64le-64k", "linux-image-*-powerpc64le-64k"],
  ["linux-headers-6.16-rc7-common", "linux-headers-*-common"],
  ["linux-headers-6.16+deb14-common-rt", "linux-headers-*-common-rt"],
  ["linux-headers-6.16.3+deb14-arm64:arm64", "linux-headers-*-arm64"],
  ["linux-modules-6.17+deb14-cloud-arm64", "linux-modules-*-cloud-arm64"],
  ["linux-base-6.17.2+deb14-amd64", "linux-base-*-amd64"],
  ["linux-support-6.1.0-31", "linux-support-*"],
  ["linux-kbuild-6.16-rc7", "linux-kbuild-*"],
  ["linux-kbuild-6.1", "linux-kbuild-*"],
  ["linux-kbuild-6.12.117+deb12", "linux-kbuild-*"],
])("%s is a kernel's package: %s", (name, kernel) => expect(kernelOf(name)).toBe(kernel));

test.each([
  "linux-image-cloud-amd64",
  "linux-image-amd64",
  "linux-image-686-pae",
  "linux-image-6.12-cloud-amd64",
  "linux-image-2.6-amd64",
  "linux-headers-cloud-arm64",
  "linux-base",
  "linux-libc-dev",
  "linux-perf",
  "linux-sysctl-defaults",
  "linux-compiler-gcc-12-x86",
  "util-linux",
])("%s has no ABI in its name", (name) => expect(kernelOf(name)).toBeNull());

test.each([
  ["libssl3t64:amd64", "libssl3"],
  ["libcurl3t64-gnutls", "libcurl3-gnutls"],
  ["libprocps8:amd64", "libproc2-0"],
  ["libldap-2.5-0", "libldap2"],
  ["libt64stuff", "libt64stuff"],
])("%s is %s", (name, present) => expect(presentName(name)).toBe(present));

test.each([
  ["libicu67:amd64", "libicu72:amd64"],
  ["libpython3.9-minimal", "libpython3.11-minimal"],
  ["libssl1.1", "libssl3t64"],
  ["gcc-10-base", "gcc-12-base"],
])("%s and %s have one stem", (a, b) => expect(stemOf(a)).toBe(stemOf(b)));

test.each([
  ["libpcre3", "libpcre2-8-0"],
  ["libpython3.11-minimal", "libpython3.11-stdlib"],
  ["grub-efi-amd64-bin", "grub-efi-arm64-bin"],
])("%s and %s have not", (a, b) => expect(stemOf(a)).not.toBe(stemOf(b)));
