/** What QEMU says when KVM gave a guest up: the machine stands still from then on, and QEMU does not end. */
export const internalError = (complaint: string): string | undefined =>
  /^KVM internal error\. Suberror: \d+|^error: kvm run failed .{1,80}/m.exec(complaint)?.[0];
