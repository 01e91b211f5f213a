/** dpkg's rules for names and versions (lib/dpkg/parsehelp.c: pkg_name_is_illegal, parseversion; arch.c), bounded. */

const longest = 255;
const packageName = /^[A-Za-z0-9][A-Za-z0-9+._-]*$/;
const archName = /^[A-Za-z0-9][A-Za-z0-9-]*$/;
/** `[epoch:]upstream[-revision]`; a colon in the upstream version only behind an epoch, which is a C int. */
const version = /^(?:\d{1,10}:\d[A-Za-z0-9.+~:-]*|\d[A-Za-z0-9.+~-]*)$/;

export const isPackageName = (text: string): boolean => text.length <= longest && packageName.test(text);

export const isArchName = (text: string): boolean => text.length <= longest && archName.test(text);

/** `adduser`, `zlib1g:amd64`: as dpkg names an installed package. */
export function isInstalledName(text: string): boolean {
  const [name = "", arch, ...rest] = text.split(":");
  return rest.length === 0 && isPackageName(name) && (arch === undefined || isArchName(arch));
}

/** The revision is what follows the last hyphen, and is not empty; it has no colon. */
export const isPackageVersion = (text: string): boolean =>
  text.length <= longest && version.test(text) && !/-$|-[^-]*:[^-]*$/.test(text);
