import { describe, expect, it, test } from "vitest";
import { choose } from "./choose.ts";
import { combinations } from "./combinations.ts";
import { testMatrix, type TestMatrixInput } from "./test-matrix.ts";
import { survey } from "./survey.ts";
import { diskBuses, figures, firmwares, hypervisors, surveyed } from "./weights.ts";

const input: TestMatrixInput = {
  clouds: [
    { cloud: "ours", hypervisor: "kvm", arches: ["amd64"], flavors: ["small", "large"], networks: ["tests"], vms: 20 },
    { cloud: "linaro", hypervisor: "kvm", arches: ["arm64"], flavors: ["arm"], networks: ["lab"], vms: 20 },
    { cloud: "minicloud", hypervisor: "kvm", arches: ["ppc64el"], flavors: ["power"], networks: ["lab"], vms: 20 },
    { cloud: "metal", hypervisor: "ironic", arches: ["amd64", "arm64"], flavors: ["box"], networks: ["rack"], vms: 20 },
    { cloud: "containers", hypervisor: "lxc", arches: ["amd64"], flavors: ["jail"], networks: ["tests"], vms: 20 },
  ],
  images: [
    { name: "generic", vendor: "generic", arches: ["amd64", "arm64", "ppc64el"] },
    { name: "genericcloud", vendor: "genericcloud", arches: ["amd64", "arm64"] },
  ],
  firmware: firmwares,
  diskBus: diskBuses,
  weights: {},
};

const allowed = combinations(testMatrix(input));
const of = (wanted: Record<string, string>) =>
  allowed.filter((each) => Object.entries(wanted).every(([dimension, value]) => each[dimension] === value));
const valuesOf = (dimension: string, wanted: Record<string, string>): string[] =>
  [...new Set(of(wanted).map((each) => each[dimension] ?? ""))].toSorted();

describe("what can be tested", () => {
  test.each([
    ["a PC chooses between BIOS, UEFI and Secure Boot", { cloud: "ours" }, "firmware", ["bios", "secure-boot", "uefi"]],
    ["AArch64 has UEFI alone", { cloud: "linaro" }, "firmware", ["uefi"]],
    ["POWER has no choice of firmware", { cloud: "minicloud" }, "firmware", ["none"]],
    ["a container has no firmware", { cloud: "containers" }, "firmware", ["none"]],
    ["a container has no disk", { cloud: "containers" }, "diskBus", ["none"]],
    ["a real machine has no virtual bus", { cloud: "metal" }, "diskBus", ["none"]],
    ["a virtual machine has one", { cloud: "ours" }, "diskBus", ["sata", "scsi", "virtio"]],
    ["a cloud has its own flavors", { cloud: "ours" }, "flavor", ["large", "small"]],
    ["a real machine needs the full kernel", { cloud: "metal" }, "image", ["generic"]],
    ["an image is tested where it is built for", { image: "genericcloud" }, "arch", ["amd64", "arm64"]],
  ])("%s", (_case, wanted, dimension, expected) => {
    expect(valuesOf(dimension, wanted)).toEqual(expected);
  });

  it("has a cloud for every hypervisor and arch of the team's list", () => {
    expect(valuesOf("hypervisor", {})).toEqual(["ironic", "kvm", "lxc"]);
    expect(valuesOf("arch", {})).toEqual(["amd64", "arm64", "ppc64el"]);
  });

  it("is covered by a few VMs, none over a cloud's own number", () => {
    expect(choose(testMatrix(input), 24).left).toEqual([]);
    const few = choose(testMatrix({ ...input, clouds: input.clouds.map((cloud) => ({ ...cloud, vms: 1 })) }), 24);
    expect(few.vms.length).toBe(5);
    expect(few.left.length).toBeGreaterThan(0);
  });

  it("takes a stack's own weights for those that are known", () => {
    const heavy = testMatrix({ ...input, weights: { diskBus: { sata: 7 } } });
    const weight = heavy.dimensions.find(({ name }) => name === "diskBus")?.values.find(({ name }) => name === "sata");
    expect(weight?.weight).toBe(7);
  });
});

describe("few VMs", () => {
  const cloudsOf = (vms: number): string[] =>
    choose(testMatrix(input), vms).vms.map(({ hypervisor = "" }) => hypervisor);

  it("are of KVM first", () => {
    expect(cloudsOf(1)).toEqual(["kvm"]);
  });

  it("are of KVM more often than of Ironic, and of Ironic no less than of LXC", () => {
    const chosen = cloudsOf(12);
    const times = (hypervisor: string): number => chosen.filter((each) => each === hypervisor).length;
    expect(times("kvm")).toBeGreaterThan(times("ironic"));
    expect(times("ironic")).toBeGreaterThanOrEqual(times("lxc"));
    expect(times("lxc")).toBeGreaterThan(0);
  });

  it("have every arch", () => {
    const { vms, left } = choose(testMatrix(input), 24);
    expect(new Set(vms.map(({ arch }) => arch))).toEqual(new Set(["amd64", "arm64", "ppc64el"]));
    expect(left).toEqual([]);
  });

  it.each([
    ["POWER", { hypervisor: "kvm", arches: ["ppc64el"] }, { firmware: "none", image: "generic" }],
    [
      "bare metal",
      { hypervisor: "ironic", arches: ["arm64"] },
      { firmware: "uefi", diskBus: "none", image: "generic" },
    ],
    ["containers", { hypervisor: "lxc", arches: ["arm64"] }, { firmware: "none", diskBus: "none" }],
  ] as const)("reach a partner's cloud of %s, which is one more entry", (_case, has, expected) => {
    const partner = { cloud: "partner", flavors: ["own"], networks: ["lab"], vms: 1, ...has };
    const { vms } = choose(testMatrix({ ...input, clouds: [...input.clouds, partner] }), 30);
    const own = vms.filter(({ cloud }) => cloud === "partner");
    expect(own).toMatchObject([{ arch: has.arches[0], hypervisor: has.hypervisor, flavor: "own", ...expected }]);
  });
});

describe("what operators run", () => {
  it("is told with its source, and its year where that is said; a share has both", () => {
    for (const { share, source, year, says } of survey) {
      expect([source, says]).not.toContain("");
      if (share !== null) expect([share > 0 && share <= 1, (year ?? 0) > 2012]).toEqual([true, true]);
    }
  });

  const order = {
    kvm: { weight: 3, source: "the team's order", year: 2019 },
    ironic: { weight: 2, source: "the team's order", year: 2019 },
    lxc: { weight: 1, source: "the team's order", year: 2019 },
  };
  const share = (value: string, of: number) =>
    ({ dimension: "hypervisor", value, share: of, says: "", source: "a survey", year: 2030 }) as const;

  it.each([
    ["by its shares", [share("kvm", 0.5), share("ironic", 0.25), share("lxc", 0.25)], [1.5, 0.75, 0.75]],
    ["by one share, which leaves the rest to the others", [share("kvm", 0.7)], [2.1, 0.6, 0.3]],
    ["as before without a share", [], [3, 2, 1]],
    ["as before where the shares leave nothing for the rest", [share("kvm", 1)], [3, 2, 1]],
  ])("weighs %s", (_case, shares, weights) => {
    const { kvm, ironic, lxc } = surveyed("hypervisor", order, shares);
    for (const [index, { weight }] of [kvm, ironic, lxc].entries()) expect(weight).toBeCloseTo(weights[index] ?? NaN);
  });

  it("tells of each weight where it comes from", () => {
    const { kvm, lxc } = surveyed("hypervisor", order, [share("kvm", 0.7)]);
    expect(kvm).toMatchObject({ source: "a survey", year: 2030 });
    expect(lxc).toMatchObject({ source: "what is left, by: the team's order", year: 2019 });
  });
});

describe("figures", () => {
  it("prefer KVM to Ironic, and Ironic to LXC", () => {
    const { kvm, ironic, lxc } = figures.hypervisor;
    expect(hypervisors).toEqual(["kvm", "ironic", "lxc"]);
    expect(kvm.weight).toBeGreaterThan(ironic.weight);
    expect(ironic.weight).toBeGreaterThan(lxc.weight);
  });

  it("say a source and a year, or that there is none and count one", () => {
    for (const { weight, source, year } of Object.values(figures).flatMap((each) => Object.values(each)))
      if (source === "no figure") expect([weight, year]).toEqual([1, null]);
      else expect(year).toBeGreaterThan(2000);
  });
});
