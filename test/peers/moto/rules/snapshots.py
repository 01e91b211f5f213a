"""Snapshots as EC2 has them: who sees them, copies, deletion."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ebs.models import EBSSnapshot, ebs_backends
from moto.ec2.models import ec2_backends
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_block_store import Snapshot
from moto.ec2.responses.elastic_block_store import ElasticBlockStore
from moto.ec2.utils import generic_filter, random_snapshot_id

from rules import ebs, sharing
from rules.image import Image, images_of_region
from rules.refused import refused


def is_seen_by(snapshot: Snapshot, account: str) -> bool:
    if account in (snapshot.owner_id, *snapshot.create_volume_permission_userids):
        return True
    # block-all-sharing hides what is public, and changes no attribute (clouds.md 1.4)
    hidden = sharing.state(snapshot.ec2_backend, "snapshot") == "block-all-sharing"
    return "all" in snapshot.create_volume_permission_groups and not hidden


def describe_snapshots(self: ElasticBlockStore) -> ActionResult:
    backend, ids = self.ec2_backend, self._get_param("SnapshotIds", [])
    for snapshot_id in list(backend.snapshots):
        ebs.settle(backend, snapshot_id, looks=1)
    backends = [regions[backend.region_name] for regions in list(ec2_backends.values()) if backend.region_name in regions]
    found = [s for b in backends for s in list(b.snapshots.values()) if is_seen_by(s, backend.account_id)]
    if ids:
        found = [snapshot for snapshot in found if snapshot.id in ids]
        if len(found) < len(set(ids)):
            raise refused("InvalidSnapshot.NotFound", f"The snapshot '{ids[0]}' does not exist.")
    owners = [backend.account_id if owner == "self" else owner for owner in self._get_param("OwnerIds", [])]
    if owners:
        found = [snapshot for snapshot in found if snapshot.owner_id in owners]
    filters = self._filters_from_querystring()
    return ActionResult({"Snapshots": generic_filter(filters, found) if filters else found})


def own(backend: EC2Backend, snapshot_id: str) -> Snapshot:
    snapshot = backend.snapshots.get(snapshot_id)
    if snapshot is None:
        raise refused("InvalidSnapshot.NotFound", f"The snapshot '{snapshot_id}' does not exist.")
    return snapshot


def user_of(backend: EC2Backend, snapshot_id: str) -> Image | None:
    """An image that needs the snapshot; a disabled one counts as well (clouds.md 1.2)."""
    images = [image for image in images_of_region(backend.region_name) if image.owner_id == backend.account_id]
    return next((image for image in images if snapshot_id in image.snapshot_ids), None)


def delete_snapshot(self: ElasticBlockStore) -> ActionResult:
    self.error_on_dryrun()
    backend, snapshot_id = self.ec2_backend, self._get_param("SnapshotId")
    own(backend, snapshot_id)
    user = user_of(backend, snapshot_id)
    if user is not None:
        raise refused("InvalidSnapshot.InUse", f"The snapshot {snapshot_id} is currently in use by {user.id}")
    remove(backend, snapshot_id)
    return EmptyResult()


def delete_if_unused(backend: EC2Backend, snapshot_id: str) -> str:
    """A return code of DeregisterImage: a snapshot that several images use is kept (clouds.md 1.3)."""
    if snapshot_id not in backend.snapshots:
        return "missing-permissions"
    if user_of(backend, snapshot_id) is not None:
        return "skipped"
    remove(backend, snapshot_id)
    return "success"


def remove(backend: EC2Backend, snapshot_id: str) -> None:
    backend.snapshots.pop(snapshot_id)
    ebs_backends[backend.account_id][backend.region_name].snapshots.pop(snapshot_id, None)


def copy(backend: EC2Backend, source_backend: EC2Backend, snapshot_id: str, description: str) -> Snapshot:
    source = own(source_backend, snapshot_id)
    snapshot = Snapshot(backend, random_snapshot_id(), volume=source.volume, description=description)
    backend.snapshots[snapshot.id] = snapshot
    blocks = ebs_backends[source_backend.account_id][source_backend.region_name].snapshots.get(snapshot_id)
    if blocks is not None:
        readable = EBSSnapshot(backend.account_id, snapshot)
        readable.status, readable.blocks, readable.rules_unknown = "completed", blocks.blocks, 0
        ebs_backends[backend.account_id][backend.region_name].snapshots[snapshot.id] = readable
    return snapshot


def modify_snapshot_attribute(self: ElasticBlockStore) -> Any:
    self.error_on_dryrun()
    backend, permission = self.ec2_backend, self._get_param("CreateVolumePermission") or {}
    snapshot, operation = own(backend, self._get_param("SnapshotId")), self._get_param("OperationType")
    adds = [*permission.get("Add", []), *listed(self, operation == "add")]
    removes = [*permission.get("Remove", []), *listed(self, operation == "remove")]
    if bool(adds) == bool(removes):  # clouds.md 1.1 row 12: one of them, not both
        raise refused("InvalidParameterCombination", "either add or remove permissions")
    if {"Group": "all"} in adds and sharing.state(backend, "snapshot") != "unblocked":
        raise refused("OperationNotPermitted", "Public sharing of snapshots is blocked: see DisableSnapshotBlockPublicAccess")
    groups, users = snapshot.create_volume_permission_groups, snapshot.create_volume_permission_userids
    groups |= {p["Group"] for p in adds if "Group" in p}
    users |= {p["UserId"] for p in adds if "UserId" in p}
    groups -= {p["Group"] for p in removes if "Group" in p}
    users -= {p["UserId"] for p in removes if "UserId" in p}
    return EmptyResult()


def listed(response: ElasticBlockStore, wanted: bool) -> list[dict[str, str]]:
    if not wanted:
        return []
    groups = [{"Group": group} for group in response._get_param("GroupNames", [])]
    return groups + [{"UserId": user} for user in response._get_param("UserIds", [])]


def describe_snapshot_attribute(self: ElasticBlockStore) -> ActionResult:
    snapshot = own(self.ec2_backend, self._get_param("SnapshotId"))
    groups = [{"Group": group} for group in snapshot.create_volume_permission_groups]
    users = [{"UserId": user} for user in snapshot.create_volume_permission_userids]
    return ActionResult({"SnapshotId": snapshot.id, "CreateVolumePermissions": groups + users})


def apply() -> None:
    for action in (describe_snapshots, delete_snapshot, modify_snapshot_attribute, describe_snapshot_attribute):
        setattr(ElasticBlockStore, action.__name__, action)
