/** Runs a guest's instructions: the processor itself, or QEMU's emulation of one. */
export const accelerators = ["kvm", "tcg"] as const;
export type Accelerator = (typeof accelerators)[number];

/** `auto`: KVM if a probe guest runs with it, else TCG. */
export const acceleratorChoices = ["auto", ...accelerators] as const;
export type AcceleratorChoice = (typeof acceleratorChoices)[number];
