import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readersPackages } from "./packages.ts";
import { runReader, versionIn, type Reader } from "./reader.ts";
import { sourceOf } from "./sources.ts";

/** Readers that are in no package: their public source, unchanged, with the addresses in it. */

const python = path.join(import.meta.dirname, "python");

export async function sourceReaders(): Promise<Reader[]> {
  const files = { osism: sourceOf("osism"), multipass: sourceOf("multipass") };
  const needed = files.osism !== null || files.multipass !== null;
  const packages = needed ? await readersPackages("scrapers") : null;
  return [osism(files.osism, packages), multipass(files.multipass, packages), ...lima(sourceOf("lima")), cockpit()];
}

/** The catalogue of OSISM takes the newest directory of dailies, and its SHA512SUMS. */
function osism(file: string | null, packages: string | null): Reader {
  const name = "debian-13-genericcloud-amd64-daily.qcow2";
  const latest = "https://cdimage.debian.org/cdimage/cloud/trixie/daily/latest";
  const image = { name: "Debian 13", shortname: "debian-13", format: "qcow2", versions: [] };
  const urls = { latest_url: `${latest}/${name}`, latest_checksum_url: `${latest}/SHA512SUMS` };
  const written = z.object({
    images: z.array(z.object({ versions: z.array(z.object({ url: z.string(), checksum: z.string() })) })),
  });
  return {
    name: "osism's catalogue",
    isThere: file !== null && packages !== null,
    async read(hosts, folder) {
      const catalogue = path.join(folder, "debian.yml");
      await writeFile(catalogue, JSON.stringify({ images: [{ ...image, ...urls }] }));
      const command = ["python3", file ?? "", "--name", "debian", "--images-dir", folder] as const;
      await runReader(command, hosts, { cwd: folder, more: { PYTHONPATH: packages ?? "" } });
      const { images } = written.parse(parse(await readFile(catalogue, "utf8")));
      const [{ url, checksum } = { url: "", checksum: "" }] = images[0]?.versions ?? [];
      return { url, version: versionIn(url), sha512: checksum.replace("sha512:", "") };
    },
  };
}

/** Multipass takes releases by their manifests, and sizes by HEAD. It asks no proxy. */
function multipass(file: string | null, packages: string | null): Reader {
  const found = z.object({
    Debian: z.object({
      items: z.object({ x86_64: z.object({ image_location: z.string(), id: z.string(), size: z.number() }) }),
    }),
  });
  return {
    name: "multipass' scraper",
    isThere: file !== null && packages !== null,
    async read(hosts, folder) {
      // the files by which an installation knows itself
      const installed = path.join(folder, "distro_scraper-0.1.1.dist-info");
      await mkdir(installed);
      await writeFile(
        path.join(installed, "METADATA"),
        "Metadata-Version: 2.1\nName: distro-scraper\nVersion: 0.1.1\n",
      );
      const entry = "[dist_scraper.scrapers]\ndebian = scraper.scrapers.debian:DebianScraper\n";
      await writeFile(path.join(installed, "entry_points.txt"), entry);
      const source = path.dirname(path.dirname(file ?? ""));
      const out = path.join(folder, "out.json");
      const more = { PYTHONPATH: [python, folder, source, packages].join(":") };
      await runReader(["python3", "-c", "from scraper.cli import main; main()", out], hosts, { cwd: folder, more });
      const { image_location: url, id } = found.parse(JSON.parse(await readFile(out, "utf8"))).Debian.items.x86_64;
      return { url, version: versionIn(url), sha512: id.replace("sha512:", "") };
    },
  };
}

/** Lima's updater takes dated images by the manifest in `latest/`. */
function lima(file: string | null): Reader[] {
  const base = "https://cloud.debian.org/images/cloud/trixie";
  const dated = [
    ["release", `${base}/20200101-0001/debian-13-genericcloud-amd64-20200101-0001.qcow2`],
    ["daily", `${base}/daily/20200101-0001/debian-13-genericcloud-amd64-daily-20200101-0001.qcow2`],
  ] as const;
  const entry = z.object({ location: z.string(), digest: z.string() });
  const script =
    'cd "$1"; declare -a SUPPORTED_DISTRIBUTIONS=(); . ./cache-common-inc.sh; . ./update-template.sh; . ./update-template-debian.sh; debian_image_entry_for_image_kernel "$2" null';
  return dated.map(([channel, url]) => ({
    name: `lima's updater, of a ${channel}`,
    isThere: file !== null,
    async read(hosts, folder) {
      const hack = path.dirname(file ?? "");
      const command = ["bash", "-euc", script, "bash", hack, url] as const;
      const { location, digest } = entry.parse(JSON.parse(await runReader(command, hosts, { cwd: folder })));
      return { url: location, version: versionIn(location), sha512: digest.replace("sha512:", "") };
    },
  }));
}

/** Cockpit's bots take the last directory of dailies that curl and sed find. It has no checksum: that of its directory is taken. */
function cockpit(): Reader {
  const file = sourceOf("cockpit");
  return {
    name: "cockpit's line",
    isThere: file !== null,
    async read(hosts, folder) {
      const script = path.join(folder, "debian-trixie.bootstrap");
      await cp(file ?? "", script);
      await mkdir(path.join(folder, "lib"));
      // this replaces the script that makes a machine of the image
      await writeFile(path.join(folder, "lib/cloudimage.bootstrap"), '#!/bin/sh\necho "$2"\n', { mode: 0o755 });
      const url = (await runReader(["sh", script, "disk"], hosts, { cwd: folder })).trim();
      const sums = await runReader(["curl", "-sSf", new URL("SHA512SUMS", url).href], hosts, { cwd: folder });
      const line = sums.split("\n").find((each) => each.endsWith(`  ${path.basename(url)}`));
      return { url, version: versionIn(url), sha512: line?.slice(0, 128) ?? "not in SHA512SUMS" };
    },
  };
}
