import { run } from "../setup/bootstrap/progress.mjs";

const debian = "http://ftp.debian.org/debian";

/** The apt lines for an installation of Debian. `archive`: URL of a Debian archive; default: this machine's. */
export async function aptLines(suite: string, archive?: string): Promise<string[]> {
  const own = await hostSites();
  const from = archive ?? own.find((site) => /\/debian\/?$/.test(site)) ?? debian;
  const security = securityArchive(from, archive === undefined ? own : []);
  // signatures of the archive are valid for a week: those of a snapshot have expired
  const option = isSnapshot.test(from) ? "[check-valid-until=no] " : "";
  const lines = [`deb ${option}${from} ${suite} main`];
  return suite === "sid" ? lines : [...lines, `deb ${option}${security} ${suite}-security main`];
}

/** Mirrors keep both archives side by side. */
const securityArchive = (from: string, sites: readonly string[]): string =>
  sites.find((site) => /\/debian-security\/?$/.test(site)) ??
  from.replace(/\/debian(\/\d{8}T\d{6}Z)?\/?$/, "/debian-security$1");

const isSnapshot = /\/\d{8}T\d{6}Z\/?$/;

/** The sites that this machine's apt installs from; none without apt. */
async function hostSites(): Promise<string[]> {
  const { ok, output } = await run("apt-get", ["indextargets", "--format", "$(SITE)", "Created-By: Packages"]);
  return ok ? output.split("\n").filter((site) => /^https?:/.test(site)) : [];
}
