"""RegisterImage, CopyImage, DeregisterImage."""

import time
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models import EC2Backend
from moto.ec2.responses.amis import AmisResponse

from rules import snapshots
from rules.image import Image, images_of_region, own_image, seen_image
from rules.refused import not_available, refused
from rules.settings import settings

KEPT = ("Architecture", "BootMode", "EnaSupport", "ImdsSupport", "RootDeviceName", "SriovNetSupport", "TpmSupport", "VirtualizationType")
ARCHITECTURES = ("i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac")  # B:ec2
BOOT_MODES = (None, "legacy-bios", "uefi", "uefi-preferred")  # B:ec2


def register_image(self: AmisResponse) -> ActionResult:
    self.error_on_dryrun()
    backend = self.ec2_backend
    asked = {key: self._get_param(key) for key in KEPT}
    name = checked_name(self._get_param("Name"))
    # the only key: there is no client token (clouds.md 1.1 row 7)
    for other in list(backend.amis.values()):
        if other.name == name and getattr(other, "source", None) is None:
            raise refused("InvalidAMIName.Duplicate", f"AMI name {name} is already in use by AMI {other.id}")
    if (asked["Architecture"] or "i386") not in ARCHITECTURES or asked["BootMode"] not in BOOT_MODES:
        raise refused("InvalidParameterValue", f"Architecture {asked['Architecture']}, BootMode {asked['BootMode']}")
    if asked["ImdsSupport"] not in (None, "v2.0"):  # clouds.md 1.3
        raise refused("InvalidParameterValue", f"ImdsSupport {asked['ImdsSupport']}")
    # clouds.md 6.1 (inferred there): paravirtual is the API's default, and neither ENA nor arm64 goes with it
    if asked["VirtualizationType"] != "hvm" and (asked["Architecture"] == "arm64" or asked["EnaSupport"] in (True, "true")):
        raise refused("InvalidParameterCombination", "ENA and arm64 need the virtualization type hvm")
    mappings = [checked_mapping(backend, mapping) for mapping in self._get_param("BlockDeviceMappings", [])]
    if not any(mapping.get("DeviceName") == asked["RootDeviceName"] for mapping in mappings):
        raise refused("InvalidBlockDeviceMapping", f"The root device {asked['RootDeviceName']} is not in the mapping")
    tags = tags_of(self, {"image"})
    image = Image(backend, name, self._get_param("Description", ""), asked, mappings)
    image.add_tags(tags["image"])
    begin(image, settings["image_settles"])
    return ActionResult({"ImageId": image.id})


def checked_name(name: str | None) -> str:
    if name is None or not 3 <= len(name) <= 128:
        raise refused("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long")
    return name


def checked_mapping(backend: EC2Backend, mapping: dict[str, Any]) -> dict[str, Any]:
    ebs = dict(mapping.get("Ebs") or {})
    if "SnapshotId" in ebs:
        if "Encrypted" in ebs:  # clouds.md 1.1 row 7
            raise refused("InvalidBlockDeviceMapping", "the parameter encrypted cannot be set together with a snapshot")
        snapshot = backend.snapshots.get(ebs["SnapshotId"])
        if snapshot is None:
            raise refused("InvalidSnapshot.NotFound", f"The snapshot '{ebs['SnapshotId']}' does not exist.")
        if snapshot.status != "completed":  # clouds.md 6.1: it must be completed
            raise refused("IncorrectState", f"The snapshot '{snapshot.id}' is {snapshot.status}.")
        ebs = {"VolumeSize": snapshot.volume.size, **ebs, "Encrypted": False}
    ebs.setdefault("VolumeType", "standard")  # Pa
    ebs["DeleteOnTermination"] = ebs.get("DeleteOnTermination", True) in (True, "true")
    return {**mapping, "Ebs": {**ebs, "VolumeSize": int(ebs["VolumeSize"])}}


def tags_of(response: AmisResponse, allowed: set[str]) -> dict[str, dict[str, str]]:
    """The call's own tags, by the type of resource."""
    tags: dict[str, dict[str, str]] = {"image": {}, "snapshot": {}}
    for specification in response._get_param("TagSpecifications", []):
        kind = specification.get("ResourceType")
        if kind not in allowed:
            raise refused("InvalidParameterValue", f"'{kind}' is not a valid taggable resource type for this operation.")
        tags[kind] |= {tag["Key"]: tag.get("Value", "") for tag in specification.get("Tags", [])}
        if len(tags[kind]) > 50:
            raise refused("TagLimitExceeded", "a resource may have 50 tags")
    return tags


def begin(image: Image, settles: int) -> None:
    image.unknown, image.without_snapshot, image.settles = settings["image_unknown"], settings["image_without_snapshot"], settles
    if settles > 0:
        image.state = "pending"


def copy_image(self: AmisResponse) -> ActionResult:
    self.error_on_dryrun()
    backend = self.ec2_backend
    asked = {key: self._get_param(key) for key in ("Name", "Description", "SourceImageId", "SourceRegion", "CopyImageTags", "TagSpecifications")}
    token, tokens = self._get_param("ClientToken"), backend.__dict__.setdefault("rules_tokens", {})
    if token is not None and token in tokens:
        image_id, before = tokens[token]
        if before != asked:
            raise refused("IdempotentParameterMismatch", "The client token was used with other parameters.")
        return ActionResult({"ImageId": image_id})
    tags = tags_of(self, {"image", "snapshot"})
    for key in ("Name", "SourceImageId", "SourceRegion"):  # required (B:ec2)
        if asked[key] is None:
            raise refused("MissingParameter", f"The request must contain the parameter {key}")
    source = seen_image(ec2_backends[backend.account_id][asked["SourceRegion"]], asked["SourceImageId"])
    if source.state != "available":  # clouds.md 6.1
        raise not_available(source.id)
    under_way = sum(isinstance(image, Image) and image.source is not None and image.state == "pending" for image in list(backend.amis.values()))
    if under_way >= settings["snapshot_copies"]:
        raise refused("ResourceLimitExceeded", "Too many snapshot copies in progress. The limit is " + str(settings["snapshot_copies"]))
    mappings = [{**m, "Ebs": copied(backend, source, m.get("Ebs", {}), tags["snapshot"])} for m in source.mappings]
    # names need not be unique, launch permissions are not copied (clouds.md 1.1 row 8)
    image = Image(backend, checked_name(asked["Name"]), asked["Description"] or source.description, source.asked, mappings)
    image.source = (source.id, asked["SourceRegion"])
    own = {tag["key"]: tag["value"] for tag in source.get_tags()} if asked["CopyImageTags"] in (True, "true") else {}
    image.add_tags(own | tags["image"])
    begin(image, settings["copy_settles"])
    if settings["copy_ends"] == "never":
        backend.amis.pop(image.id)
    if token is not None:
        tokens[token] = (image.id, asked)
    return ActionResult({"ImageId": image.id})


def copied(backend: EC2Backend, source: Image, ebs: dict[str, Any], tags: dict[str, str]) -> dict[str, Any]:
    if "SnapshotId" not in ebs:
        return ebs
    copy = snapshots.copy(backend, source.ec2_backend, ebs["SnapshotId"], f"Copied for DestinationAmi from SourceAmi {source.id}")
    copy.add_tags(tags)
    return {**ebs, "SnapshotId": copy.id}


def deregister_image(self: AmisResponse) -> ActionResult:
    self.error_on_dryrun()
    backend = self.ec2_backend
    image = own_image(backend, self._get_param("ImageId"))
    if image.deregistration_protection != "disabled":  # clouds.md 1.3; the code is inferred there
        raise refused("OperationNotPermitted", f"The AMI {image.id} is protected from deregistration.")
    backend.deregister_image(image.id)
    lingering = backend.__dict__.setdefault("rules_lingering", {})
    lingering[image.id] = [image, settings["image_lingers"]]
    results = []
    if self._get_param("DeleteAssociatedSnapshots") in (True, "true"):
        results = [{"SnapshotId": snapshot, "ReturnCode": snapshots.delete_if_unused(backend, snapshot)} for snapshot in image.snapshot_ids]
    return ActionResult({"Return": True, "DeleteSnapshotResults": results})


def describe_images(self: AmisResponse) -> ActionResult:
    self.error_on_dryrun()
    backend, ids = self.ec2_backend, self._get_param("ImageIds", [])
    found = [looked_at(image) for image in images_of_region(backend.region_name)]
    found += lingering(backend)
    found = [image for image in found if image is not None and image.is_seen_by(backend.account_id)]
    if ids:
        missing = [i for i in ids if i not in {image.id for image in found} and i not in backend.deleted_amis]
        if missing:
            raise refused("InvalidAMIID.NotFound", f"The image id '[{', '.join(missing)}]' does not exist")
        found = [image for image in found if image.id in ids]
    owners = [backend.account_id if owner == "self" else owner for owner in self._get_param("Owners", [])]
    users = [backend.account_id if user == "self" else user for user in self._get_param("ExecutableUsers", [])]
    if owners:
        found = [image for image in found if image.owner_id in owners]
    if users:
        found = [image for image in found if any(p.get("Group") in users or p.get("UserId") in users for p in image.launch_permissions)]
    if not ids:  # by its id a deprecated image is seen by everybody (UG:ami-deprecate)
        now, all_of_them = time.time(), self._get_param("IncludeDeprecated") in (True, "true")
        found = [i for i in found if all_of_them or i.owner_id == backend.account_id or not i.deprecation_time or i.deprecation_time.timestamp() > now]
        disabled = self._get_param("IncludeDisabled") in (True, "true")
        found = [image for image in found if disabled or image.state != "disabled"]
    from moto.ec2.utils import generic_filter

    filters = self._filters_from_querystring()
    return ActionResult({"Images": [image.described(backend.account_id) for image in (generic_filter(filters, found) if filters else found)]})


def looked_at(image: Image) -> Image | None:
    """What a look finds; one look later it may be more (clouds.md 6.4)."""
    if image.unknown > 0:
        image.unknown -= 1
        return None
    if image.state == "pending":
        image.settles -= 1
        if image.settles < 0:
            image.state = settings["copy_ends"] if image.source else "available"
            image.state_reason = {"Code": "Client.Failed", "Message": "failed by the test's script"} if image.state == "failed" else None
    return image


def lingering(backend: EC2Backend) -> list[Image]:
    found = []
    for entry in backend.__dict__.get("rules_lingering", {}).values():
        if entry[1] > 0:
            entry[1] -= 1
            found.append(entry[0])
    return found


def apply() -> None:
    for action in (register_image, copy_image, deregister_image, describe_images):
        setattr(AmisResponse, action.__name__, action)
