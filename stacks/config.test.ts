import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../images/model/errors.ts";
import { ownValues, parseConfig } from "./config.ts";
import { policyOf } from "./publication/policy.ts";

const source = { folder: "/srv/cloud-images", file: "Pulumi.trixie-daily.yaml", backend: "file:///var/lib/state" };
const daily = {
  role: "publication",
  suite: "trixie",
  channel: "daily",
  artifacts: "../artifacts",
  mirror: { root: "../tree", staging: "../staging" },
};
const release = { ...daily, channel: "release" };

function complaintsOf(values: Record<string, unknown>, backend: string | undefined = source.backend): string[] {
  try {
    parseConfig(values, { ...source, backend });
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.message.split("\n");
    throw error;
  }
}

describe("the configuration of a stack", () => {
  it("has the defaults of the contract", () => {
    const policy = policyOf(parseConfig(daily, source), { suite: "trixie", channel: "daily" });
    expect(policy).toMatchObject({
      expect: { required: ["*/amd64", "*/arm64"], bestEffort: ["*/*"] },
      retention: {
        hideAfter: 14,
        deleteAfter: { clouds: 30, mirror: 120 },
        failed: 7,
        held: 7,
        withdrawn: 30,
        lost: 7,
        grace: 30,
      },
      dailyPublish: "changed",
      publish: { version: null, reason: null },
      targets: [{ name: "mirror", required: true }],
    });
  });

  it("has each cloud as a target beside the tree", () => {
    const openstack = [
      { cloud: "daily", project: "debian-daily" },
      { cloud: "partner", required: false, firmware: "bios", properties: { hw_disk_bus: "virtio" } },
      { cloud: "former", retired: true },
    ];
    const settings = parseConfig({ ...daily, targets: { openstack } }, source);
    expect(policyOf(settings, { suite: "trixie", channel: "daily" }).targets.slice(1)).toEqual([
      {
        name: "openstack-daily",
        kind: "cloud",
        required: true,
        vendors: ["generic", "genericcloud"],
        withoutPointers: true,
        openstack: {
          cloud: "daily",
          project: "debian-daily",
          visibility: "community",
          hardware: { firmware: null, secureBoot: "optional", properties: {} },
        },
      },
      expect.objectContaining({
        name: "openstack-partner",
        required: false,
        openstack: expect.objectContaining({
          hardware: { firmware: "bios", secureBoot: "optional", properties: { hw_disk_bus: "virtio" } },
        }) as unknown,
      }),
      expect.objectContaining({ name: "openstack-former", required: false, retired: true }),
    ]);
  });

  it("publishes its own vendors, in the tree and at each cloud that names them", () => {
    const vendors = { mycloud: { about: "for MyCloud", arches: ["amd64"] } };
    const openstack = [{ cloud: "daily" }, { cloud: "partner", vendors: ["mycloud"] }];
    const policy = policyOf(parseConfig({ ...daily, vendors, targets: { openstack } }, source), {
      suite: "trixie",
      channel: "daily",
    });
    expect(policy.vendors["mycloud"]).toEqual({
      about: "for MyCloud",
      arches: ["amd64"],
      builder: null,
      diskGigabytes: 3,
      kernel: "cloud",
      cloudInit: true,
      login: "debian",
      formats: ["tar.xz", "raw", "qcow2"],
      boot: {},
    });
    expect(policy.targets.map((target) => target.vendors)).toEqual([null, ["generic", "genericcloud"], ["mycloud"]]);
  });

  it.each([
    ["2 sets", { amount: 2, of: "sets" }],
    ["60 images", { amount: 60, of: "images" }],
    [undefined, { amount: 2, of: "sets" }],
  ])("lets %s go on one day, whatever the suite's sets have", (maxDeletions, limit) => {
    const settings = parseConfig({ ...daily, retention: { maxDeletions } }, source);
    expect(policyOf(settings, { suite: "bullseye", channel: "daily" }).retention.maxDeletions).toEqual(limit);
  });

  it("reads paths from the project's folder", () => {
    const { artifacts, mirror } = parseConfig(
      { ...daily, mirror: { root: "/srv/tree", staging: "../staging" } },
      source,
    );
    expect([artifacts, mirror.root, mirror.staging]).toEqual(["/srv/artifacts", "/srv/tree", "/srv/staging"]);
  });

  it("reads the places of security data from there too, and leaves web addresses as they are", () => {
    const archive = { main: "../debian", security: "https://ftp.debian.org/debian-security/", keyring: "keys.gpg" };
    const given = { dsa: "../DSA/list", tracker: "http://localhost:8080/tracker.json", archive, maxAge: "2 days" };
    expect(parseConfig({ ...daily, security: given }, source).security).toEqual({
      dsa: "/srv/DSA/list",
      dla: null,
      tracker: "http://localhost:8080/tracker.json",
      archive: { main: "/srv/debian", security: archive.security, keyring: "/srv/cloud-images/keys.gpg" },
      maxAge: 2,
    });
  });

  it("decides by itself where it knows what to decide by", () => {
    const unadvised = { tracker: "tracker.json", archive: { main: "debian", security: "security" } };
    const security = { ...unadvised, dsa: "DSA" };
    expect(complaintsOf({ ...release, release: { mode: "auto" }, security })).toEqual([]);
    const forky = { ...release, suite: "forky", release: { mode: "auto" } };
    expect(complaintsOf({ ...forky, security: unadvised })).toEqual([]);
  });

  it("is the same from the engine, which gives nested values as JSON and a bare date as a time", () => {
    const fromFile = { ...daily, withdraw: { "20260717-2542": "bad kernel" }, now: "2026-07-18" };
    const fromEngine = {
      ...daily,
      mirror: JSON.stringify(daily.mirror),
      withdraw: JSON.stringify(fromFile.withdraw),
      now: "2026-07-18 00:00:00 +0000 UTC",
    };
    expect(parseConfig(fromEngine, source)).toEqual(parseConfig(fromFile, source));
  });

  it("takes only its own namespace out of a stack's keys", () => {
    expect(ownValues({ "cloud-images:role": "publication", "aws:region": "eu-west-1" })).toEqual({
      role: "publication",
    });
  });

  const wrong: [string, Record<string, unknown>, string[]][] = [
    [
      "a mistyped key",
      { ...daily, retentoin: {} },
      ["cloud-images:retentoin: expected one of the keys", "write retention in Pulumi.trixie-daily.yaml, or remove it"],
    ],
    [
      "a mistyped nested key",
      { ...daily, retention: { hideafter: "3 days" } },
      [
        "cloud-images:retention.hideafter: expected one of the keys hideAfter, overlap, keep, deleteAfter",
        "write hideAfter",
      ],
    ],
    ["a key that resembles none", { ...daily, colour: "red" }, ["cloud-images:colour: expected", "remove it from"]],
    [
      "a bare number of days",
      { ...daily, retention: { held: 7 } },
      ['cloud-images:retention.held is "7": expected a number of days, as "14 days"'],
    ],
    [
      "a number without its unit",
      { ...daily, retention: { maxDeletions: "60" } },
      ["expected a number of sets or images"],
    ],
    ["an unknown suite", { ...daily, suite: "trixi" }, ['cloud-images:suite is "trixi": expected one of bullseye,']],
    [
      "a suite without a channel",
      { ...daily, channel: null },
      ["cloud-images:channel: expected suite and channel together"],
    ],
    [
      "a release of sid",
      { ...release, suite: "sid" },
      ['cloud-images:channel is "release": expected a channel that sid has; set it to daily'],
    ],
    ["a daily without artifacts", { ...daily, artifacts: null }, ["cloud-images:artifacts: expected the folder"]],
    [
      "a missing mirror",
      { ...daily, mirror: undefined },
      ["cloud-images:mirror", "set it in Pulumi.trixie-daily.yaml"],
    ],
    [
      "a mirror that no reader can reach",
      { ...daily, mirror: { ...daily.mirror, url: "ftp://x" } },
      ['cloud-images:mirror.url is "ftp://x": expected an http or https URL'],
    ],
    [
      "a pattern of an unknown vendor",
      { ...daily, expect: { required: ["vmware/*"] } },
      [
        'cloud-images:expect.required is "vmware": expected one of the vendors azure,',
        "add the row cloud-images:vendors.vmware to Pulumi.trixie-daily.yaml",
      ],
    ],
    [
      "a place to boot a vendor that nobody has described",
      { ...daily, vendors: {}, tests: { where: { "mycloud/amd64": "qemu" } } },
      ['cloud-images:tests.where is "mycloud"', "add the row cloud-images:vendors.mycloud"],
    ],
    [
      "a cloud for a vendor that nobody has described",
      { ...daily, targets: { openstack: [{ cloud: "partner", vendors: ["generic", "mycloud"] }] } },
      ['cloud-images:targets.openstack-partner.vendors is "mycloud"', "add the row cloud-images:vendors.mycloud"],
    ],
    [
      "a row for a vendor of Debian's",
      { ...daily, vendors: { generic: { about: "x", arches: ["amd64"] } } },
      ["cloud-images:vendors", "a name of lower-case letters and digits that no vendor of Debian's has"],
    ],
    [
      "a row whose name would be read as a suite's",
      { ...daily, vendors: { backports: { about: "x", arches: ["amd64"] } } },
      ["cloud-images:vendors", "and that is not backports"],
    ],
    [
      "a row without what its images are for",
      { ...daily, vendors: { mycloud: { arches: ["amd64"] } } },
      ["cloud-images:vendors.mycloud.about", "a line for people"],
    ],
    [
      "a row with an arch of nobody's",
      { ...daily, vendors: { mycloud: { about: "x", arches: ["x86"] } } },
      ["cloud-images:vendors.mycloud.arches.0", "amd64"],
    ],
    [
      "a row with a qcow2 that nothing could be converted to",
      { ...daily, vendors: { mycloud: { about: "x", arches: ["amd64"], formats: ["tar.xz", "qcow2"] } } },
      ["cloud-images:vendors.mycloud.formats", "expected [tar.xz] or [tar.xz, raw] or [tar.xz, raw, qcow2]"],
    ],
    [
      "a row with a place of no kind",
      { ...daily, vendors: { mycloud: { about: "x", arches: ["amd64"], boot: { amd64: "kvm", "*": "qemu" } } } },
      ['cloud-images:vendors.mycloud.boot.amd64 is "kvm": expected qemu'],
    ],
    [
      "an arch that the own vendor is not built for",
      { ...daily, vendors: { mycloud: { about: "x", arches: ["amd64"] } }, expect: { required: ["mycloud/arm64"] } },
      ['expect.required is "mycloud/arm64"', "mycloud/amd64"],
    ],
    ["a target", { ...daily, targets: { ibm: {} } }, ["cloud-images:targets.ibm", "openstack"]],
    [
      "a key of a cloud",
      { ...daily, targets: { openstack: [{ cloud: "daily", visibilty: "public" }] } },
      ["targets.openstack.0.visibilty", "write visibility"],
    ],
    [
      "who may see a cloud's images",
      { ...daily, targets: { openstack: [{ cloud: "daily", visibility: "private" }] } },
      ["targets.openstack.0.visibility", "one of community, public"],
    ],
    [
      "a cloud that is named twice",
      { ...daily, targets: { openstack: [{ cloud: "daily" }, { cloud: "daily", required: false }] } },
      ["targets.openstack.1.cloud", "each cloud once"],
    ],
    [
      "Secure Boot without UEFI",
      { ...daily, targets: { openstack: [{ cloud: "daily", firmware: "bios", secureBoot: "required" }] } },
      ["targets.openstack.0.secureBoot", "firmware is bios"],
    ],
    [
      "a property that says what the arch says",
      { ...daily, targets: { openstack: [{ cloud: "daily", properties: { hw_architecture: "x86_64" } }] } },
      ["targets.openstack.0.properties.hw_architecture"],
    ],
    [
      "a value that Nova does not know",
      { ...daily, targets: { openstack: [{ cloud: "daily", properties: { hw_disk_bus: "nvme" } }] } },
      ["targets.openstack.0.properties.hw_disk_bus", "one of scsi, virtio"],
    ],
    [
      "a cloud for every suite and channel",
      { ...daily, suite: null, channel: null, targets: { openstack: [{ cloud: "daily" }] } },
      ["targets.openstack", "set suite and channel"],
    ],
    [
      "half an archive",
      { ...daily, security: { archive: { main: "https://ftp.debian.org/debian" } } },
      ["cloud-images:security.archive.security", "a path or a URL"],
    ],
    [
      "a wait that is no number of days",
      { ...release, release: { urgency: { low: "soon" } } },
      ["cloud-images:release.urgency.low", "a number of days"],
    ],
    ["a gate of another kind", { ...daily, tests: { gate: "nova" } }, ['cloud-images:tests.gate is "nova"', "boot"]],
    [
      "a place of tests that is none",
      { ...daily, tests: { gate: "boot", where: { "generic/amd64": "kvm" } } },
      [
        "cloud-images:tests.where.generic/amd64",
        "expected qemu, nova:<cloud of clouds.yaml>, several with commas, or untested: <reason>",
      ],
    ],
    [
      "an image that cannot be booted where it is to be",
      { ...daily, tests: { gate: "boot", where: { "ec2/amd64": "qemu" } } },
      ['cloud-images:tests.where.ec2/amd64 is "qemu": expected an image whose tree has a qcow2'],
    ],
    [
      "a patience that is no time",
      { ...daily, tests: { gate: "boot", patience: "soon" } },
      ["cloud-images:tests.patience", 'expected a number of minutes up to 60, as "5 minutes"'],
    ],
    [
      "a decision in a daily stack",
      { ...daily, publish: { version: "20260717-2542", reason: "x" } },
      ["cloud-images:publish.version", "nothing in a daily stack"],
    ],
    [
      "a reason without a decision",
      { ...release, publish: { reason: "x" } },
      ["cloud-images:publish.version: expected a version, or hold"],
    ],
    [
      "a decision without a reason",
      { ...release, publish: { version: "20260717-2542" } },
      ["cloud-images:publish.reason: expected why 20260717-2542 is published"],
    ],
    [
      "rules of packages for no vendor",
      { ...daily, packages: { ec3: { forbid: ["telnetd"] } } },
      ['cloud-images:packages is "ec3"', "write ec2, or add the row cloud-images:vendors.ec3"],
    ],
    [
      "a rule of packages that is a bare list",
      { ...daily, packages: { ec2: ["telnetd"] } },
      ["cloud-images:packages.ec2", "forbid and require, each a list of packages"],
    ],
    [
      "a package's name that dpkg does not know",
      { ...daily, packages: { "*": { forbid: ["Telnet Server"] } } },
      ["cloud-images:packages.*.forbid.0", "a package's name, with * for any text"],
    ],
    [
      "a word for security fixes that nobody knows",
      { ...release, release: { security: "sometimes" } },
      ["cloud-images:release.security", "expected one of any, critical, reboot, never"],
    ],
    [
      "a freeze that ends before it begins",
      { ...release, release: { frozen: [{ from: "2026-12-24", to: "2026-12-20", reason: "x" }] } },
      ["cloud-images:release.frozen.0", "a last day (to) that is not before the first one (from)"],
    ],
    [
      "a freeze without a reason",
      { ...release, release: { frozen: [{ from: "2026-12-24", to: "2026-12-31", reason: "" }] } },
      ["cloud-images:release.frozen.0.reason", "expected text, not nothing"],
    ],
    [
      "no such version",
      { ...release, publish: { version: "20260732-1", reason: "x" } },
      ["expected a version YYYYMMDD-N"],
    ],
    [
      "a withdrawal without a reason",
      { ...daily, withdraw: { "20260717-2542": "" } },
      ["cloud-images:withdraw.20260717-2542", "expected text, not nothing"],
    ],
    [
      "a withdrawal of no image",
      { ...daily, withdraw: { "20260717-2542/generic": "x" } },
      ["cloud-images:withdraw", "expected a version YYYYMMDD-N, or version/vendor/arch"],
    ],
    [
      "a required pattern that none of the suite's builds matches",
      { ...daily, expect: { required: ["generic/amd64", "genericcloud/riscv64"] } },
      ['cloud-images:expect.required is "genericcloud/riscv64"', "of what trixie is built for", "or remove it"],
    ],
    [
      "a best-effort pattern that none of the suite's builds matches",
      { ...daily, expect: { bestEffort: ["ec2/ppc64el"] } },
      ['cloud-images:expect.bestEffort is "ec2/ppc64el"'],
    ],
    [
      "allowDelete in a daily stack",
      { ...daily, allowDelete: ["20260717-2542"] },
      ["cloud-images:allowDelete", "remove it"],
    ],
    [
      "a removal before the hiding",
      { ...daily, retention: { hideAfter: "30 days" } },
      ['cloud-images:retention.deleteAfter.clouds is "30 days": expected more than hideAfter'],
    ],
    [
      "a decision by nothing",
      { ...release, release: { mode: "auto" } },
      [
        'cloud-images:release.mode is "auto"',
        "security.dsa, security.tracker, security.archive",
        "or set release.mode to propose",
      ],
    ],
    [
      "a decision by half of what is needed",
      { ...release, release: { mode: "auto" }, security: { dsa: "DSA", tracker: "tracker.json" } },
      ["expected security data to decide by: security.archive; set it in"],
    ],
    [
      "security data by another protocol",
      { ...release, security: { dsa: "ftp://ftp.debian.org/list" } },
      ["cloud-images:security.dsa", "expected a path, or an http or https URL"],
    ],
    [
      "an archive without its security part",
      { ...release, security: { archive: { main: "../debian" } } },
      ["cloud-images:security.archive.security"],
    ],
    [
      "the keys of a publication in a stack of another role",
      { ...daily, role: "amphora" },
      ["cloud-images:artifacts: expected one of the keys role"],
    ],
    ["no role", {}, ["cloud-images:role: expected one of publication, amphora, testing, runners, accounts; set it"]],
  ];
  it.each(wrong)("refuses %s, and says what was expected", (_case, values, parts) => {
    const complaints = complaintsOf(values).join("\n");
    for (const part of parts) expect(complaints).toContain(part);
  });

  it("tells all that is wrong at once", () => {
    expect(complaintsOf({ ...daily, suite: "etch", retention: { lost: "soon", held: "later" } })).toHaveLength(3);
  });

  it.each([["https://api.pulumi.com"], ["s3://state"], [undefined]])(
    "refuses another clock with the backend %s",
    (backend) => {
      expect(complaintsOf({ ...daily, now: "2026-07-18" }, backend ?? "")).toEqual([
        expect.stringContaining("cloud-images:now"),
      ]);
    },
  );

  it("refuses a credential in plain text, and does not repeat it", () => {
    const token = `glpat-${"a1b2c3d4".repeat(3)}`;
    const complaints = complaintsOf({ ...daily, withdraw: { "20260717-2542": `see ${token}` } }).join("\n");
    expect(complaints).toContain("cloud-images:withdraw.20260717-2542");
    expect(complaints).not.toContain(token);
  });

  it.each(["dev", "trixie-daily", "bookworm-release"])("of the stack %s is valid", (stack) => {
    const file = `Pulumi.${stack}.yaml`;
    const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
    const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(text));
    expect(() => parseConfig(ownValues(config), { ...source, file })).not.toThrow();
  });
});
