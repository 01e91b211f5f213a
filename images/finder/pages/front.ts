import { drivesOf } from "../../model/definitions/kernels.ts";
import { suiteDefinition, type Suite, type SuiteDefinition } from "../../model/definitions/suites.ts";
import { isDebianVendor, vendors } from "../../model/definitions/vendors.ts";
import { setDirectory } from "../../model/image.ts";
import { shownOn, type Catalogue, type CataloguedImage } from "../catalogue.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import { frontPage, type Link, type Page } from "../page.ts";
import { checksumCommand, signatureCommand } from "../disks.ts";
import { command, paragraph, section, table } from "../parts.ts";
import type { FinderSettings } from "../settings.ts";
import { anchorOf, channelPath, channelTitle, day, imagePath, setPath } from "../words.ts";

/** The page that answers "which one do I take?", for all suites. */
export function frontPageOf(catalogues: readonly Catalogue[], settings: FinderSettings): Page {
  const releases = catalogues.filter(({ channel }) => channel === "release").toSorted(bySuite);
  const dailies = catalogues.filter(({ channel }) => channel === "daily").toSorted(bySuite);
  return {
    path: frontPage,
    title: "Find a Debian cloud image",
    about: "Images of Debian for clouds and virtual machines: which one to take, where it is, and how to verify it.",
    crumbs: [],
    updated: catalogues.map(({ updated }) => updated).toSorted((a, b) => b - a)[0],
    main: (to) =>
      html`${chooser(leading(releases) ?? leading(dailies), to)}${channelTable("releases", "Releases", releases, to)}${dailyPart(dailies, settings, to)}${ownersPart(settings)}${verifyPart(settings)}`,
  };
}

/** Newest first, unstable last; a suite before its backports. */
const bySuite = (a: Catalogue, b: Catalogue): number => numberOf(b) - numberOf(a) || a.suite.length - b.suite.length;

const numberOf = ({ suite }: Catalogue): number => Number.parseInt(suiteDefinition(suite).baseId, 10) || 0;

/** Debian's newest suite with an image: for people who do not know which one they need. */
const leading = (catalogues: readonly Catalogue[]): Catalogue | undefined =>
  catalogues.find(({ newest }) => newest.size > 0);

/** By suite, since a later cloud kernel has more drivers. */
const choicesFor = (suite: Suite) =>
  [
    {
      when: "A virtual machine, in a cloud or under KVM",
      vendor: "genericcloud",
      why: "Small: it has the cloud kernel, without drivers for physical hardware.",
    },
    drivesOf(suite, vendors.genericcloud.kernel).includes("sata")
      ? {
          when: "Bare metal, or hardware that no cloud has",
          vendor: "generic",
          why: "It has the full kernel, with drivers for physical hardware, USB among them.",
        }
      : {
          when: "Bare metal, or cloud-init’s data on a SATA CD-ROM",
          vendor: "generic",
          why: "It has the full kernel. The cloud kernel sees no SATA drive, so genericcloud would boot there without its configuration.",
        },
    {
      when: "A look at Debian on your own machine",
      vendor: "nocloud",
      why: "It has no cloud-init, and root logs in without a password. Never give it a network that others reach.",
    },
  ] as const;

function chooser(catalogue: Catalogue | undefined, to: Link): Part {
  if (catalogue === undefined) return paragraph("Nothing is published yet.");
  const newest = [...catalogue.newest.values()];
  const choices = choicesFor(catalogue.suite);
  const own = [...new Set(newest.map(({ vendor }) => vendor))].filter(
    (vendor) => !choices.some((choice) => choice.vendor === vendor),
  );
  return html`<p class="lead">Which one do I take? For ${channelTitle(catalogue.suite, catalogue.channel)}:</p>
    <ul class="choices">
      ${choices.map((choice) => choiceCard(choice, newest, to))}${own.map((vendor) => ownCard(vendor, newest, to))}
    </ul> `;
}

function choiceCard(
  { when, vendor, why }: ReturnType<typeof choicesFor>[number],
  newest: readonly CataloguedImage[],
  to: Link,
): Part {
  const found = newest.filter((image) => image.vendor === vendor);
  return found.length === 0 ? undefined : card(when, vendor, why, found, to);
}

function ownCard(vendor: CataloguedImage["vendor"], newest: readonly CataloguedImage[], to: Link): Html {
  const found = newest.filter((image) => image.vendor === vendor);
  const about = isDebianVendor(vendor) ? vendors[vendor].about : found[0]?.record?.ownVendor?.about;
  return card(sentence(about ?? vendor), vendor, undefined, found, to);
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const card = (when: string, vendor: string, why: Part, found: readonly CataloguedImage[], to: Link): Html =>
  html`<li>
    <h2>${when}</h2>
    <p class="take">
      <b>${vendor}</b> ${joined(
        found.map(
          (image) => html`<a href="${to(imagePath({ directory: setDirectory(image) }, image))}">${image.arch}</a>`,
        ),
        " ",
      )}
    </p>
    ${why === undefined ? undefined : html`<p>${why}</p>`}
  </li> `;

function channelTable(id: string, title: string, catalogues: readonly Catalogue[], to: Link): Part {
  if (catalogues.length === 0) return undefined;
  const isOfReleases = catalogues.every(({ channel }) => channel === "release");
  const rows = catalogues.map((catalogue) => {
    const { suite, channel, sets } = catalogue;
    const newest = [...catalogue.newest.values()];
    const set = sets.find(({ version }) => version === newest[0]?.version);
    return {
      cells: [
        html`<a href="${to(channelPath(catalogue))}">${channelTitle(suite, channel)}</a>`,
        set === undefined ? "none" : html`<a href="${to(setPath(set))}">${set.version}</a>`,
        set === undefined ? "" : day(shownOn(set)),
        imageLinks(catalogue, newest, to),
        isOfReleases ? supportWords(suiteDefinition(suite)) : undefined,
      ],
    };
  });
  const columns = [
    { title: "Debian" },
    { title: "Newest", is: "short" },
    { title: "Published", is: "short" },
    { title: "Images" },
    ...(isOfReleases ? [{ title: "Security support until" }] : []),
  ] as const;
  return section(id, title, table("The newest of each suite", columns, rows));
}

const supportWords = ({ endOfSecurity, endOfLts }: SuiteDefinition): Part =>
  endOfLts === null ? "not set yet" : html`${day(endOfSecurity ?? endOfLts)}, by the LTS team until ${day(endOfLts)}`;

const imageLinks = (catalogue: Catalogue, newest: readonly CataloguedImage[], to: Link): Part =>
  joined(
    [...Map.groupBy(newest, ({ vendor }) => vendor)].map(
      ([vendor, [image]]) =>
        html`<a href="${to(channelPath(catalogue))}#${image === undefined ? "" : anchorOf(image)}">${vendor}</a>`,
    ),
    ", ",
  );

const dailyPart = (dailies: readonly Catalogue[], { keeping }: FinderSettings, to: Link): Part =>
  dailies.length === 0
    ? undefined
    : html`${channelTable("dailies", "Daily builds", dailies, to)}
        <p class="note">
          For trying out what comes next. Each is removed ${keeping.dailiesGoAfter} days after it was published: do not
          build on a dated daily.
        </p> `;

/** Anybody may give an image Debian's name, so readers have to check its owner. */
function ownersPart({ clouds }: FinderSettings): Part {
  const rows = clouds.flatMap(({ title, owners = [] }) =>
    owners.map(({ channel, is, id }) => ({
      cells: [title, channel === "daily" ? "daily builds" : "releases", html`${is} <code class="id">${id}</code>`],
    })),
  );
  if (rows.length === 0) return undefined;
  const columns = [{ title: "Cloud" }, { title: "Of" }, { title: "Publisher" }] as const;
  return section(
    "owners",
    "Who publishes in clouds",
    table("Names may be anybody’s: check who owns an image", columns, rows),
  );
}

const verifyPart = ({ signed }: FinderSettings): Html =>
  section(
    "verify",
    "Verify what you downloaded",
    paragraph("Each directory has the checksums of its images. In the folder of your download, beside SHA512SUMS:"),
    command("Checksum", checksumCommand),
    signed ? command("Signature", signatureCommand) : undefined,
    signed ? paragraph("The page of each image leads to its keys, and names their fingerprints.") : undefined,
  );
