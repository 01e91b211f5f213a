import { Blobs, type BlobEnd, type BlobStore } from "./blobs.ts";
import { usualPace, type Definition, type Gallery, type Pace, type Surroundings, type Version } from "./galleries.ts";
import { refused } from "./rules.ts";

/** A subscription of the stand-in, with what the role `accounts` makes in one. */
export class Subscription implements Surroundings {
  readonly id: string;
  readonly tenant: string;
  readonly resourceGroup = "cloud-images";
  readonly storageAccount = "debianimages";
  readonly container = "vhds";
  readonly home = "westeurope";
  readonly galleries = new Map<string, Gallery>();
  /** The stand-in's own container. */
  readonly blobs = new Blobs();
  /** The container that is asked; a test may set another. */
  store: BlobStore = this.blobs;
  readonly pace: Pace = usualPace();
  regions: ReadonlySet<string> = new Set(["westeurope", "eastus", "southeastasia"]);

  /** Whether it may look into community galleries: old subscriptions had to register first, and may have to still. Both are played. */
  isRegistered = true;
  /** Whether Azure can make a version of a blob: nobody has tried it where the storage account forbids its keys, so both are played. */
  readsBlobs = true;
  /** The actions that the identity may not do. */
  readonly lacks = new Set<string>();
  /** The actions that calls have needed so far. */
  readonly needed = new Set<string>();

  constructor(id: string, tenant: string) {
    this.id = id;
    this.tenant = tenant;
    this.galleries.set("debian", { location: this.home, properties: {}, definitions: new Map() });
    this.galleries.set("debian_public", {
      location: this.home,
      properties: {
        sharingProfile: {
          permissions: "Community",
          communityGalleryInfo: { publicNames: ["debian-0c4a5b1e-6f70-4ad4-8b53-7f3dba8a0d11"] },
        },
      },
      definitions: new Map(),
    });
  }

  /** Notes that a call needs an action. Throws where the identity may not do it. */
  need(action: string): void {
    this.needed.add(action);
    if (this.lacks.has(action)) throw refused("notAllowed", action);
  }

  /** Makes a definition in both galleries. */
  define(name: string, properties: Record<string, unknown>): void {
    for (const { definitions } of this.galleries.values())
      definitions.set(name, { location: this.home, properties, versions: new Map(), justGone: new Map() });
  }

  definition(gallery: string, name: string): Definition | undefined {
    return this.galleries.get(gallery)?.definitions.get(name);
  }

  versionNamed(id: string): { version: Version; location: string } | undefined {
    const [, gallery = "", definition = "", name = ""] =
      /\/galleries\/(.+)\/images\/(.+)\/versions\/(.+)$/.exec(id) ?? [];
    const version = this.definition(gallery, definition)?.versions.get(name);
    return version === undefined ? undefined : { version, location: version.body.location };
  }

  async checkBlob({ storageAccountId, uri }: { storageAccountId: string; uri: string }): Promise<void> {
    // the Resource Manager reads the blob with the account's key, which it fetches as the caller
    for (const action of ["read", "listKeys/action"]) this.need(`Microsoft.Storage/storageAccounts/${action}`);
    const account = `/subscriptions/${this.id}/resourceGroups/${this.resourceGroup}/providers/Microsoft.Storage/storageAccounts/${this.storageAccount}`;
    const [, container = "", name = ""] = /\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
    const end = container === this.container ? await this.store.end(decodeURIComponent(name)) : undefined;
    if (storageAccountId !== account || end === undefined) throw refused("noBlob", uri);
    if (!this.readsBlobs) throw refused("noSharedKey");
    const wrong = wrongFooter(end);
    if (wrong !== undefined) throw refused("noFooter", uri, wrong);
  }
}

/** What is wrong with the footer of a fixed VHD, by the format's specification; undefined where nothing is. */
export function wrongFooter({ size: whole, footer }: BlobEnd): string | undefined {
  const size = whole - footer.length;
  if (footer.toString("latin1", 0, 8) !== "conectix") return "no cookie";
  if (footer.readUInt32BE(60) !== 2) return "not fixed";
  if (size % (1 << 20) !== 0) return "not whole MiB";
  if (footer.readBigUInt64BE(48) !== BigInt(size)) return "another size";
  const sum = footer.reduce((all, byte, at) => all + (at >= 64 && at < 68 ? 0 : byte), 0);
  return footer.readUInt32BE(64) === ~sum >>> 0 ? undefined : "a wrong checksum";
}
