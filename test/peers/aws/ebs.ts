import { createHash } from "node:crypto";
import type { Cloud, Known, StoredSnapshot } from "./cloud.ts";
import { AwsError } from "./error.ts";
import type { Answer } from "./server.ts";

const blockSize = 524_288;

/** The name of a call to EBS direct, from its method and path (B:ebs). */
export function ebsCall(method: string, url: string): string {
  if (method === "PUT") return "PutSnapshotBlock";
  if (method === "POST") return url.includes("/completion/") ? "CompleteSnapshot" : "StartSnapshot";
  return /\/blocks\/\d/.test(url) ? "GetSnapshotBlock" : "ListSnapshotBlocks";
}

/** EBS direct: StartSnapshot, PutSnapshotBlock, CompleteSnapshot, ListSnapshotBlocks and GetSnapshotBlock (B:ebs). */
export function answerEbs(cloud: Cloud, asked: Known): Answer {
  const [, id, rest = ""] = /^\/snapshots(?:\/(?:completion\/)?(snap-\w+))?(\/[^?]*)?/.exec(asked.url) ?? [];
  const { call } = asked;
  if (call === "StartSnapshot") return start(cloud, asked);
  const snapshot = cloud.of(asked.account, asked.region).snapshots.get(id ?? "");
  // coldsnap#43: a snapshot is unknown for a while after its start
  if (snapshot === undefined || (call === "PutSnapshotBlock" && snapshot.hiddenLooks-- > 0))
    throw new AwsError(
      "ResourceNotFoundException",
      `The snapshot '${id ?? ""}' does not exist.`,
      404,
      "SNAPSHOT_NOT_FOUND",
    );
  if (call === "PutSnapshotBlock") return put(snapshot, Number(rest.split("/").at(-1)), asked);
  if (call === "CompleteSnapshot") return complete(snapshot, asked);
  if (snapshot.state !== "completed")
    throw new AwsError("ValidationException", "The snapshot is not completed", 400, "INVALID_SNAPSHOT_ID");
  if (call === "ListSnapshotBlocks") return list(snapshot);
  return block(snapshot, Number(rest.split("/").at(-1)));
}

function start(cloud: Cloud, { account, region, body }: Known): Answer {
  const input = JSON.parse(body.toString()) as Record<string, unknown>;
  const has = cloud.of(account, region);
  const token = String(input["ClientToken"]);
  const parameters = JSON.stringify([input["VolumeSize"], input["Description"], input["Tags"], input["Timeout"]]);
  const known = has.tokens.get(token);
  if (known !== undefined && known.parameters !== parameters)
    throw new AwsError("ConflictException", "The client token was used with other parameters", 409);
  const tags = Object.fromEntries(
    ((input["Tags"] ?? []) as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
  );
  const snapshot: StoredSnapshot = (known && has.snapshots.get(known.id)) ?? {
    id: known?.id ?? cloud.id("snap"),
    size: Number(input["VolumeSize"]),
    state: known === undefined ? "pending" : "error",
    tags,
    description: String(input["Description"]),
    made: cloud.now(),
    public: false,
    encrypted: has.encrypts,
    blocks: new Map(),
    hiddenLooks: 1,
  };
  if (known === undefined) {
    has.snapshots.set(snapshot.id, snapshot);
    has.tokens.set(token, { parameters, id: snapshot.id });
  }
  return reply(201, {
    SnapshotId: snapshot.id,
    OwnerId: account,
    Status: snapshot.state,
    StartTime: snapshot.made.getTime() / 1000,
    VolumeSize: snapshot.size,
    BlockSize: blockSize,
    Tags: input["Tags"],
  });
}

function put(snapshot: StoredSnapshot, index: number, { body, headers }: Known): Answer {
  const checksum = createHash("sha256").update(body).digest("base64");
  if (snapshot.state !== "pending") throw new AwsError("ValidationException", "The snapshot is not pending");
  if (body.length !== blockSize)
    throw new AwsError("ValidationException", "A block is 524288 bytes", 400, "INVALID_BLOCK");
  if (headers["x-amz-checksum"] !== checksum)
    throw new AwsError("ValidationException", "The checksum is not that of the data", 400, "INVALID_BLOCK");
  if (!(index >= 0 && index < (snapshot.size * 2 ** 30) / blockSize))
    throw new AwsError("ValidationException", "The block is outside of the volume", 400, "INVALID_BLOCK");
  snapshot.blocks.set(index, body);
  return { status: 201, headers: { "x-amz-checksum": checksum, "x-amz-checksum-algorithm": "SHA256" }, body: "{}" };
}

function complete(snapshot: StoredSnapshot, { headers }: Known): Answer {
  const blocks = [...snapshot.blocks].toSorted(([a], [b]) => a - b);
  if (Number(headers["x-amz-changedblockscount"]) !== blocks.length)
    throw new AwsError("ValidationException", `${blocks.length} blocks were written`);
  const hash = createHash("sha256");
  for (const [, data] of blocks) hash.update(createHash("sha256").update(data).digest());
  const given = headers["x-amz-checksum"];
  if (given !== undefined && given !== hash.digest("base64"))
    throw new AwsError("ValidationException", "The checksum is not that of the blocks");
  snapshot.state = "completed";
  return reply(202, { Status: "pending" });
}

const list = ({ blocks, size }: StoredSnapshot): Answer =>
  reply(200, {
    Blocks: [...blocks.keys()]
      .toSorted((a, b) => a - b)
      .map((index) => ({ BlockIndex: index, BlockToken: `t${index}` })),
    VolumeSize: size,
    BlockSize: blockSize,
  });

function block({ blocks }: StoredSnapshot, index: number): Answer {
  const data = blocks.get(index);
  if (data === undefined) throw new AwsError("ResourceNotFoundException", "no such block", 404);
  const checksum = createHash("sha256").update(data).digest("base64");
  return {
    status: 200,
    headers: {
      "x-amz-data-length": String(data.length),
      "x-amz-checksum": checksum,
      "x-amz-checksum-algorithm": "SHA256",
    },
    body: data,
  };
}

const reply = (status: number, value: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});
