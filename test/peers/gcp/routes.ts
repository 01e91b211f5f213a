import type { IncomingMessage } from "node:http";
import {
  begin,
  checkLabels,
  imageOf,
  look,
  newestOf,
  prepareImage,
  readPolicy,
  replacePolicy,
  type NewImage,
} from "./images.ts";
import type { GcpStandIn } from "./gcp-stand-in.ts";
import { Refused } from "./rules.ts";
import { fresh, type Operation, type Policy, type Project, type StoredImage } from "./state.ts";
import { beginUpload, bucketOf, deleteObject, objectBody, objectOf, takePiece } from "./storage.ts";

/** The paths of Google's services, and what answers each. */

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, headers: {}, body });

const operationBody = (operation: Operation) => without(operation, ["looks", "finish"]);
const imageBody = (image: StoredImage) => without(image, ["tar", "policy", "before"]);

const without = (from: object, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));

export function route(standIn: GcpStandIn, request: IncomingMessage, bytes: Buffer, whole: boolean): Answer {
  const url = new URL(request.url ?? "", standIn.url);
  const [, service, ...path] = url.pathname.split("/").map(decodeURIComponent);
  if (service === "compute" && path[0] === "v1" && path[1] === "projects") {
    const project = standIn.state.projects.get(path[2] ?? "");
    if (project === undefined) throw new Refused("forbidden");
    return compute(
      standIn,
      project,
      { method: request.method ?? "", path: path.slice(3), query: url.searchParams },
      bytes,
    );
  }
  if (service === "v2") return orgPolicy(standIn, path);
  return storage(standIn, request, url, bytes, whole);
}

interface Asked {
  method: string;
  path: string[];
  query: URLSearchParams;
}

// only our client asks: where a body has another shape, the test fails
interface Bodies {
  image: NewImage;
  patch: Record<string, unknown>;
  labels: Pick<StoredImage, "labels" | "labelFingerprint">;
  deprecation: { state?: string };
  policy: { policy: Partial<Policy> };
  object: { name: string; metadata?: Record<string, string>; contentType?: string };
}
const json = <Of extends keyof Bodies>(of: Of, bytes: Buffer): Bodies[Of] =>
  JSON.parse(bytes.toString("utf8")) as Bodies[Of];

/** Images on a page: few, so that a list has several pages. */
const pageSize = 2;

/** The images after a name. Compute Engine's lists: an empty page has no items, and a page may have fewer than were asked for. */
function imagesPage({ images }: Project, after: string) {
  const rest = [...images.values()].filter(({ name }) => name > after).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const page = rest.slice(0, pageSize);
  return {
    ...(page.length > 0 && { items: page.map(imageBody) }),
    ...(rest.length > pageSize && { nextPageToken: page.at(-1)?.name }),
  };
}

function compute(standIn: GcpStandIn, project: Project, { method, path, query }: Asked, bytes: Buffer): Answer {
  const { state, looks } = standIn;
  const requestId = query.get("requestId");
  const [scope, kind, name = "", verb] = path;
  if (scope === undefined)
    return ok({
      kind: "compute#project",
      name: project.id,
      id: project.number,
      quotas: [{ metric: "IMAGES", limit: project.quota, usage: project.images.size }],
    });
  if (kind === "operations") {
    const operation = project.operations.get(name);
    if (operation === undefined) throw new Refused("notFound");
    return ok(operationBody(look(operation)));
  }
  const changing = (type: string, image: string, finish: () => void, start?: () => void): Answer => {
    const operation = begin(project, { type, image, requestId, looks, finish });
    start?.();
    return ok(operationBody(operation));
  };
  if (name === "" && method === "GET") return ok(imagesPage(project, query.get("pageToken") ?? ""));
  if (name === "") {
    const wanted = json("image", bytes);
    const known = requestId === null ? undefined : project.requests.get(requestId);
    if (known !== undefined) return ok(operationBody(known));
    return changing("insert", wanted.name, prepareImage(state, project, wanted));
  }
  if (name === "family") return ok(imageBody(newestOf(project, verb ?? "")));
  // operations go on whether or not somebody asks for them
  for (const operation of project.operations.values()) if (operation.targetLink.endsWith(`/${name}`)) look(operation);
  const image = imageOf(project, name);
  switch (`${method} ${verb ?? ""}`) {
    case "GET ":
      return ok(imageBody(image));
    case "DELETE ":
      return changing(
        "delete",
        name,
        () => void project.images.delete(name),
        () => void (image.status = "DELETING"),
      );
    case "PATCH ": {
      const patch = json("patch", bytes);
      if (Object.keys(patch).some((key) => !["family", "description", "deprecated"].includes(key)))
        throw new Refused("patchedField");
      return changing("patch", name, () => {
        if (typeof patch["family"] === "string") image.family = patch["family"];
        if (typeof patch["description"] === "string") image.description = patch["description"];
        // coreos-assembler#1444: a deprecation by patch did not take
      });
    }
    case "POST setLabels": {
      const { labels, labelFingerprint } = json("labels", bytes);
      if (labelFingerprint !== image.labelFingerprint) throw new Refused("staleFingerprint");
      checkLabels(labels);
      return changing("setLabels", name, () => void Object.assign(image, { labels, labelFingerprint: fresh() }));
    }
    case "POST deprecate": {
      const { state: wanted } = json("deprecation", bytes);
      const isActive = wanted === undefined || wanted === "ACTIVE";
      if (isActive && image.deprecated !== undefined && standIn.deprecationIsForGood) throw new Refused("irreversible");
      return changing("deprecate", name, () => {
        image.deprecated = isActive ? undefined : { state: wanted };
      });
    }
    case "GET getIamPolicy":
      return ok(readPolicy(image));
    case "POST setIamPolicy":
      return ok(replacePolicy(project, image, json("policy", bytes).policy, standIn.lateReadings));
  }
  throw new Refused("notFound");
}

function orgPolicy({ state }: GcpStandIn, path: string[]): Answer {
  const project = state.projects.get(path[1] ?? "");
  if (project === undefined) throw new Refused("forbidden");
  const rule = project.restricted ? { values: { allowedValues: ["C0debian"] } } : { allowAll: true };
  return ok({ name: path.join("/"), spec: { rules: [rule] } });
}

function storage(
  { state, url: own }: GcpStandIn,
  request: IncomingMessage,
  url: URL,
  bytes: Buffer,
  whole: boolean,
): Answer {
  const query = url.searchParams;
  const parts = url.pathname.split("/").map(decodeURIComponent);
  if (url.pathname.startsWith("/upload/storage/v1/b/")) {
    const id = query.get("upload_id");
    if (id === null) {
      const { name, metadata = {}, contentType = "" } = json("object", bytes);
      const ifGenerationMatch = query.get("ifGenerationMatch");
      const begun = beginUpload(state, {
        bucket: parts[5] ?? "",
        object: name,
        metadata,
        contentType,
        ifGenerationMatch,
      });
      return { status: 200, headers: { location: `${own}${url.pathname}?upload_id=${begun}` }, body: undefined };
    }
    const sent = takePiece(state, id, request.headers["content-range"] ?? "", bytes, whole);
    if ("object" in sent) return ok(objectBody(sent.bucket, sent.object));
    const range = sent.persisted === 0 ? {} : { range: `bytes=0-${sent.persisted - 1}` };
    return { status: 308, headers: range, body: undefined };
  }
  const bucket = bucketOf(state, parts[4] ?? "");
  if (parts[5] !== "o")
    return ok({ name: bucket.name, projectNumber: state.projects.get(bucket.project)?.number ?? "0" });
  const name = parts[6] ?? "";
  if (request.method === "GET") return ok(objectBody(bucket.name, objectOf(bucket, name)));
  deleteObject(bucket, name, query.get("ifGenerationMatch"));
  return { status: 204, headers: {}, body: undefined };
}
