import { run } from "../../setup/progress.mjs";

const debian = "http://ftp.debian.org/debian";

/** The archive that this machine installs from, if it is a Debian. */
export async function hostArchive(): Promise<string> {
  const { ok, output } = await run("apt-get", ["indextargets", "--format", "$(SITE)", "Created-By: Packages"]);
  const sites = ok ? output.split("\n") : [];
  return sites.find((site) => /^https?:.*\/debian\/?$/.test(site)) ?? debian;
}
