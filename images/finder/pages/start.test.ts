import { expect, test } from "vitest";
import { eraIndex } from "../../../test/samples/finder-samples.ts";
import { day } from "../../../test/samples/samples.ts";
import { drivesOf } from "../../model/definitions/kernels.ts";
import { catalogueOf } from "../from-index.ts";
import { startPart } from "./start.ts";

const imagesOf = (suite: string) => {
  const [set] = catalogueOf(eraIndex({ suite, channel: "daily", days: [day("2026-11-29")] })).sets;
  return set?.images ?? [];
};

function textOf(suite: string, member: string): string | undefined {
  const image = imagesOf(suite).find((each) => each.member === member);
  if (image === undefined) throw new RangeError(`${suite} has no ${member}`);
  return startPart(image)?.text.replaceAll(/<[^>]*>/g, " ");
}

const seesNot = "no: its kernel has no driver";
const rowOf = (text: string | undefined, title: RegExp): string =>
  new RegExp(`${title.source}.*?(yes|${seesNot})`).exec(text ?? "")?.[1] ?? "no row";

const [virtio, scsi, sata, ide, usb, web] = [
  /a virtio disk/,
  /virtio-scsi/,
  /on SATA/,
  /on IDE/,
  /USB stick/,
  /web server/,
];

test.each([
  ["bookworm", "genericcloud/amd64", [virtio, scsi, ide, web], [sata, usb]],
  ["bookworm", "generic/amd64", [virtio, scsi, ide, web, sata, usb], []],
  ["trixie", "genericcloud/amd64", [virtio, scsi, ide, web, sata], [usb]],
  ["trixie", "genericcloud/arm64", [virtio, scsi, web], [usb]],
  ["trixie", "generic/riscv64", [virtio, scsi], []],
])("%s %s finds its seed where its kernel has the driver", (suite, member, seen, unseen) => {
  const text = textOf(suite, member);
  const rows = [virtio, scsi, sata, ide, usb, web].map((title) => [title, rowOf(text, title)] as const);
  const titled = (wanted: string) => rows.filter(([, found]) => found === wanted).map(([title]) => title);
  expect(new Set(titled("yes"))).toEqual(new Set(seen));
  expect(titled(seesNot)).toEqual(unseen);
});

test("an image that sees no SATA drive says where libvirt's and Proxmox's seed goes instead; another does not", () => {
  expect(textOf("bookworm", "genericcloud/amd64")).toContain("this image sees no SATA drive");
  expect(textOf("bookworm", "generic/amd64")).not.toContain("this image sees no SATA drive");
  expect(textOf("trixie", "genericcloud/amd64")).not.toContain("this image sees no SATA drive");
});

test("an image without cloud-init has no seed, and says who logs in", () => {
  const text = textOf("trixie", "nocloud/amd64") ?? "";
  expect(text).toContain("It has no cloud-init");
  expect(text).not.toContain("seed.iso");
  expect(text).toContain("-drive file=disk.qcow2,if=virtio");
});

test.each(["azure/amd64", "ec2/arm64", "raspi/arm64"])("%s, which has no qcow2, is not started in QEMU", (member) => {
  expect(textOf("trixie", member)).toBeUndefined();
});

test("the commands are for the image's arch and its firmware", () => {
  const amd64 = textOf("trixie", "generic/amd64") ?? "";
  expect(amd64).toContain("qemu-system-x86_64 -machine q35");
  expect(amd64).toMatch(/with BIOS[^]*with UEFI[^]*OVMF_CODE/);
  const arm64 = textOf("trixie", "generic/arm64") ?? "";
  expect(arm64).toContain("qemu-system-aarch64 -machine virt");
  expect(arm64).not.toContain("with BIOS");
  expect(textOf("trixie", "generic/riscv64")).not.toContain("qemu-system");
});

test("a kernel never loses a driver in a later suite", () => {
  const suites = ["bullseye", "bookworm", "trixie", "forky", "sid"] as const;
  for (const kernel of ["cloud", "full"] as const)
    for (const [at, suite] of suites.slice(1).entries())
      expect(drivesOf(suite, kernel)).toEqual(expect.arrayContaining([...drivesOf(suites[at] ?? suite, kernel)]));
});
