import type { GoogleImage } from "../../../../clients/gcp/images.ts";
import { debianLabels, digestLabel } from "../../model/properties.ts";
import type { GcpImageInputs } from "../../model/resources.ts";
import { gcpError } from "../projects.ts";
import type { Session } from "../../../../clients/gcp/session.ts";

type Identity = Pick<GcpImageInputs, "name" | "digest">;

export const isOurs = ({ labels }: GoogleImage, { digest }: Pick<Identity, "digest">): boolean =>
  labels[debianLabels.digest] === digestLabel(digest);

/** Throws a UserError where the image of this name is not ours: names are unique in a project. */
export function refuseStranger(session: Session, found: GoogleImage, identity: Identity): void {
  if (isOurs(found, identity)) return;
  throw gcpError(session, `image ${found.name}`, {
    value: found.labels[debianLabels.digest] ?? "",
    expected: `the label ${debianLabels.digest} ${digestLabel(identity.digest)}, as every image of this program has`,
    remedy: "see who made it, and rename ours (families) or delete it; it was not touched",
  });
}
