/** QEMU's message when KVM gives up a guest. The machine then stays stopped, and QEMU does not end. */
export const internalError = (complaint: string): string | undefined =>
  /^KVM internal error\. Suberror: \d+|^error: kvm run failed .{1,80}/m.exec(complaint)?.[0];
