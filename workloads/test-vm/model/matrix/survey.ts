/** What operators run, as far as somebody says it who can be quoted. */
export interface Finding {
  dimension: "hypervisor" | "firmware" | "diskBus" | "arch" | "networkDriver";
  /** Null: of the whole dimension. */
  value: string | null;
  /** Of deployments, 0 to 1; null where no figure could be read, only what `says` tells, or nothing. */
  share: number | null;
  says: string;
  source: string;
  /** The year of the statement; null if unknown. */
  year: number | null;
}

const nothing = (dimension: Finding["dimension"], says: string): Finding => ({
  dimension,
  value: null,
  share: null,
  says,
  source: "none",
  year: null,
});

/**
 * OpenStack's user survey, since 2013, shows its shares in charts (`openstack.org/assets/survey/April-2016-User-Survey-Report.pdf`
 * and its like, `openstack.org/analytics`), of which no text could be had; so only what somebody quotes from it stands here. A
 * newer figure that is read there goes into `share`, with its year, and weighs at once.
 */
export const survey: readonly Finding[] = [
  {
    dimension: "hypervisor",
    value: "kvm",
    share: 0.86,
    says: "86 % of the clouds in production run KVM, 11 % Xen",
    source: "OpenStack user survey, as a handbook for OpenStack's architects quotes it",
    year: 2017,
  },
  {
    dimension: "hypervisor",
    value: "kvm",
    share: null,
    says: "the hypervisor adopted most widely, by the user survey; LXC, VMware, Xen and Hyper-V are run as well, but less",
    source: "OpenStack architecture design guide, choosing a hypervisor",
    year: null,
  },
  {
    dimension: "hypervisor",
    value: null,
    share: null,
    says: "to be tested in this order: Qemu/KVM, Ironic, LXC",
    source: "Debian cloud sprint, notes on live tests",
    year: 2019,
  },
  {
    dimension: "arch",
    value: null,
    share: null,
    says: "to be tested: amd64, arm64, ppc64el; no order",
    source: "Debian cloud sprint, notes on live tests",
    year: 2019,
  },
  nothing("networkDriver", "no share of Open vSwitch, OVN or Linux bridge could be read"),
  nothing("firmware", "no survey asks for it"),
  nothing("diskBus", "no survey asks for it"),
];
