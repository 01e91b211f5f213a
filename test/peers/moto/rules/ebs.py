"""EBS direct: tokens, block sizes, checksums, states, pages."""

import base64
import hashlib
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.ebs.models import EBSBackend, EBSSnapshot, ebs_backends
from moto.ebs.responses import EBSResponse
from moto.ec2.models import EC2Backend

from rules.settings import settings

BLOCK = 512 * 1024  # B:ebs, PutSnapshotBlock: "DataLength: 524288"
GIB = 1024**3


class Refused(ServiceException):
    def __init__(self, code: str, message: str, reason: str | None = None) -> None:
        super().__init__(code, message)
        self.Reason = reason


def invalid(reason: str, message: str) -> Refused:
    return Refused("ValidationException", message, reason)


def not_found(snapshot_id: str) -> Refused:
    # the words that coldsnap#43 quotes
    return Refused("ResourceNotFoundException", f"The snapshot '{snapshot_id}' does not exist.", "SNAPSHOT_NOT_FOUND")


def start_snapshot(self: EBSResponse) -> ActionResult:
    backend = self.ebs_backend
    asked = {name: self._get_param(name) for name in ("VolumeSize", "Tags", "Description", "Timeout", "Encrypted", "ParentSnapshotId")}
    size, timeout, tags = int(asked["VolumeSize"]), asked["Timeout"], asked["Tags"] or []
    if not 1 <= size <= 65536:
        raise invalid("INVALID_VOLUME_SIZE", f"a volume of {size} GiB")
    if timeout is not None and not 10 <= int(timeout) <= 4320:
        raise invalid("INVALID_PARAMETER_VALUE", f"a timeout of {timeout} minutes")
    if len(tags) > 50:
        raise invalid("INVALID_TAG", f"{len(tags)} tags")
    token = self._get_param("ClientToken")
    tokens = backend.__dict__.setdefault("rules_tokens", {})
    if token is not None and token in tokens:
        snapshot, before = tokens[token]
        # clouds.md 1.1 row 3: same token with other parameters
        if before != asked:
            raise Refused("ConflictException", "The token was used with other parameters.")
        return ActionResult(described(snapshot))
    pending = sum(s.status == "pending" for regions in [ebs_backends[backend.account_id]] for b in regions.values() for s in b.snapshots.values())
    if pending >= 100:  # L-94D7AB7D
        raise Refused("ConcurrentLimitExceededException", "You have reached the limit for concurrent API requests.")
    if len(backend.ec2_backend.snapshots) >= settings["snapshots"]:  # B:ebs 402
        raise Refused("ServiceQuotaExceededException", "Your current service quotas do not allow you to perform this action.")
    snapshot = backend.start_snapshot(volume_size=size, tags=tags, description=asked["Description"] or "")
    snapshot.block_size = BLOCK
    snapshot.rules_unknown = settings["snapshot_unknown"]
    of_ec2(backend, snapshot).status = "pending"
    if token is not None:
        tokens[token] = (snapshot, asked)
    return ActionResult(described(snapshot))


def described(snapshot: EBSSnapshot) -> dict[str, Any]:
    return {
        "SnapshotId": snapshot.snapshot_id,
        "OwnerId": snapshot.account_id,
        "Status": snapshot.status,
        "StartTime": snapshot.start_time,
        "VolumeSize": snapshot.volume_size,
        "BlockSize": BLOCK,
        "Tags": snapshot.tags,
        "Description": snapshot.description,
    }


def of_ec2(backend: EBSBackend, snapshot: EBSSnapshot) -> Any:
    return backend.ec2_backend.snapshots[snapshot.snapshot_id]


def known(backend: EBSBackend, snapshot_id: str) -> EBSSnapshot:
    """Deleted by EC2 is gone here as well; a new one may be unknown for a while (coldsnap#43)."""
    snapshot = backend.snapshots.get(snapshot_id)
    if snapshot is None or snapshot_id not in backend.ec2_backend.snapshots:
        raise not_found(snapshot_id)
    if snapshot.rules_unknown > 0:
        snapshot.rules_unknown -= 1
        raise not_found(snapshot_id)
    return snapshot


def writable(backend: EBSBackend, snapshot_id: str) -> EBSSnapshot:
    snapshot = known(backend, snapshot_id)
    if snapshot.status != "pending" or hasattr(snapshot, "rules_complete"):
        raise invalid("INVALID_SNAPSHOT_ID", f"The snapshot '{snapshot_id}' is not pending.")
    return snapshot


def put_snapshot_block(self: EBSResponse) -> ActionResult:
    snapshot = writable(self.ebs_backend, self._get_param("SnapshotId"))
    index, data = int(self._get_param("BlockIndex")), self._get_param("BlockData")
    data = data.read() if hasattr(data, "read") else data
    checksum = self._get_param("Checksum")
    if not 0 <= index < snapshot.volume_size * GIB // BLOCK:
        raise invalid("INVALID_BLOCK", f"block {index} is outside of the volume")
    if len(data) != BLOCK or int(self._get_param("DataLength")) != BLOCK:
        raise invalid("INVALID_BLOCK", f"a block of {len(data)} bytes")
    if self._get_param("ChecksumAlgorithm") != "SHA256" or checksum != base64.b64encode(hashlib.sha256(data).digest()).decode():
        raise invalid("INVALID_BLOCK", "the checksum is not that of the data")
    snapshot.put_block(index, data, checksum, "SHA256", BLOCK)
    return ActionResult({"Checksum": checksum, "ChecksumAlgorithm": "SHA256"})


def complete_snapshot(self: EBSResponse) -> ActionResult:
    backend, snapshot_id = self.ebs_backend, self._get_param("SnapshotId")
    snapshot = known(backend, snapshot_id)
    if hasattr(snapshot, "rules_complete") and settings["complete_twice"] == "accepted":
        return ActionResult({"Status": snapshot.status})
    writable(backend, snapshot_id)
    count, checksum = self._get_param("ChangedBlocksCount"), self._get_param("Checksum")
    if int(count) != len(snapshot.blocks):
        raise invalid("INVALID_PARAMETER_VALUE", f"{count} changed blocks, but {len(snapshot.blocks)} were written")
    if checksum is not None and checksum != linear(snapshot):
        raise invalid("INVALID_PARAMETER_VALUE", "the checksum is not that of the blocks")
    snapshot.rules_complete = True
    of_ec2(backend, snapshot).rules_settles = settings["snapshot_settles"]
    settle(backend.ec2_backend, snapshot_id, looks=0)
    return ActionResult({"Status": snapshot.status})


def linear(snapshot: EBSSnapshot) -> str:
    """clouds.md 1.1 row 5: SHA256 over the blocks' checksums, as bytes, in the order of their indexes."""
    whole = hashlib.sha256()
    for index in sorted(snapshot.blocks):
        whole.update(base64.b64decode(snapshot.blocks[index].checksum or ""))
    return base64.b64encode(whole.digest()).decode()


def settle(ec2: EC2Backend, snapshot_id: str, looks: int) -> None:
    """A completed snapshot stays pending for a few looks."""
    seen = ec2.snapshots.get(snapshot_id)
    snapshot = ebs_backends[ec2.account_id][ec2.region_name].snapshots.get(snapshot_id)
    if seen is None or snapshot is None or not hasattr(snapshot, "rules_complete") or seen.status != "pending":
        return
    seen.rules_settles -= looks
    if seen.rules_settles <= 0:
        seen.status = snapshot.status = settings["snapshot_ends"]


def readable(backend: EBSBackend, snapshot_id: str) -> EBSSnapshot:
    snapshot = known(backend, snapshot_id)
    if snapshot.status != "completed":  # clouds.md 1.1: a pending snapshot cannot be read (inferred there)
        raise not_found(snapshot_id)
    return snapshot


def list_snapshot_blocks(self: EBSResponse) -> ActionResult:
    snapshot = readable(self.ebs_backend, self._get_param("SnapshotId"))
    most = int(self._get_param("MaxResults") or 10000)
    if not 100 <= most <= 10000:  # clouds.md 1.1
        raise invalid("INVALID_PARAMETER_VALUE", f"MaxResults {most}")
    first = int(self._get_param("NextToken") or self._get_param("StartingBlockIndex") or 0)
    indexes = [index for index in sorted(snapshot.blocks) if index >= first]
    page, rest = indexes[:most], indexes[most:]
    blocks = [{"BlockIndex": index, "BlockToken": snapshot.blocks[index].block_token} for index in page]
    result = {"Blocks": blocks, "VolumeSize": snapshot.volume_size, "BlockSize": BLOCK}
    return ActionResult(result | ({"NextToken": str(rest[0])} if rest else {}))


def get_snapshot_block(self: EBSResponse) -> ActionResult:
    snapshot = readable(self.ebs_backend, self._get_param("SnapshotId"))
    block = snapshot.blocks.get(int(self._get_param("BlockIndex")))
    if block is None or block.block_token != self._get_param("BlockToken"):
        raise invalid("INVALID_BLOCK_TOKEN", "the token is not that of the block")
    return ActionResult({"DataLength": BLOCK, "BlockData": block.block_data, "Checksum": block.checksum, "ChecksumAlgorithm": "SHA256"})


def give_up(snapshot_id: str) -> None:
    """No block came within the timeout: AWS cancels the snapshot (clouds.md 1.1 row 3)."""
    for regions in ebs_backends.values():
        for backend in regions.values():
            snapshot = backend.snapshots.get(snapshot_id)
            if snapshot is not None:
                snapshot.status = of_ec2(backend, snapshot).status = "error"


def apply() -> None:
    EBSResponse.start_snapshot = start_snapshot
    EBSResponse.put_snapshot_block = put_snapshot_block
    EBSResponse.complete_snapshot = complete_snapshot
    EBSResponse.list_snapshot_blocks = list_snapshot_blocks
    EBSResponse.get_snapshot_block = get_snapshot_block
