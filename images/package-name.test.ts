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
  ["linux-kbuild-6.1", "linux-kbuild-*"],
  ["linux-kbuild-6.12.117+deb12", "linux-kbuild-*"],
])("%s is a kernel's package: %s", (name, kernel) => expect(kernelOf(name)).toBe(kernel));

test.each(["linux-image-cloud-amd64", "linux-image-6.12-cloud-amd64", "linux-base", "linux-libc-dev", "util-linux"])(
  "%s has no ABI in its name",
  (name) => expect(kernelOf(name)).toBeNull(),
);

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
