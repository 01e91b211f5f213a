/** What runs a guest's instructions: the processor itself, or QEMU's emulation of one. */
export const accelerators = ["kvm", "tcg"] as const;
export type Accelerator = (typeof accelerators)[number];

/** `auto`: KVM where it is seen to run guests, and else TCG. */
export const acceleratorChoices = ["auto", ...accelerators] as const;
export type AcceleratorChoice = (typeof acceleratorChoices)[number];
