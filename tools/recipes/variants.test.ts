import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { definitionOf } from "../../images/model/definitions/vendors.ts";
import { recipes } from "./sources.ts";
import { breakingScript, installedVendor, isVariant, variantNames } from "./variants.ts";
import {
  bootableArches,
  bootableVendors,
  isBootableArch,
  isBootableVendor,
  packagesToInstall,
  type BootableArch,
} from "./vendors.ts";

const bootable = bootableVendors.filter(isBootableVendor);

describe("an image that is broken on purpose", () => {
  test("has a program for every break but the kernel's, and every program breaks something", async () => {
    const files = (await readdir(path.join(recipes, "debian/variants"))).map((name) => `debian/variants/${name}`);
    const named = variantNames.filter((name) => name !== "kernel").map((name) => breakingScript(name));
    expect(files.sort()).toEqual(named.sort());
    expect(breakingScript("kernel")).toBeUndefined();
  });

  test.each(variantNames.filter((name) => name !== "kernel"))("%s says in its program what it breaks", async (name) => {
    const [, comment] = (await readFile(path.join(recipes, breakingScript(name) ?? ""), "utf8")).split("\n");
    expect(comment).toMatch(/^# \S.{20,}/);
  });

  test.each(bootable)("%s with the wrong kernel is the installation of a vendor with the other one", (vendor) => {
    expect(definitionOf({ vendor: installedVendor(vendor, "kernel") }).kernel).not.toBe(
      definitionOf({ vendor }).kernel,
    );
    expect(installedVendor(vendor, "hosts")).toBe(vendor);
    expect(installedVendor(vendor)).toBe(vendor);
  });

  test("is known by its name only", () => {
    expect(isVariant("hosts")).toBe(true);
    expect(isVariant("toString")).toBe(false);
  });
});

describe.each(bootable)("a bootable %s image", (vendor) => {
  const { kernel, cloudInit } = definitionOf({ vendor });

  test.each(bootableArches.filter(isBootableArch))("of %s has the kernel and cloud-init of its vendor", (arch) => {
    const packages = packagesToInstall(vendor, arch);
    const kernels = packages.filter((name) => name.startsWith("linux-image"));
    expect(kernels).toEqual([kernel === "cloud" ? `linux-image-cloud-${arch}` : `linux-image-${arch}`]);
    expect(packages.includes("cloud-init")).toBe(cloudInit);
  });

  test.each<[BootableArch, string[]]>([
    ["amd64", ["grub-efi-amd64-signed", "grub-pc-bin", "shim-signed"]],
    ["arm64", ["grub-efi-arm64-signed", "shim-signed"]],
  ])("of %s has each loader of the arch, the signed ones for Secure Boot", (arch, loaders) => {
    const packages = packagesToInstall(vendor, arch);
    expect(packages.filter((name) => /^grub-(efi|pc)|^shim/.test(name)).toSorted()).toEqual(loaders);
  });
});
