/**
 * Sources whose new version is only used after a reboot. Debian's own flag (`/run/reboot-required`) is set by the kernel and
 * dbus alone, so the sprint of 2019 asked for a list: kernel, libc, systemd.
 */
export const rebootSources: readonly string[] = ["linux", "glibc", "systemd"];
