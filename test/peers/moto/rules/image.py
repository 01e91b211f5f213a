"""An image with what AWS keeps of it; moto's own makes up a volume and a snapshot for each."""

from datetime import datetime
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ec2.models.amis import Ami
from moto.ec2.models import EC2Backend
from moto.ec2.utils import random_ami_id

from rules.refused import no_image
from rules.settings import settings


class Image(Ami):
    def __init__(self, backend: EC2Backend, name: str, description: str, asked: dict[str, Any], mappings: list[dict[str, Any]]) -> None:
        """`asked` has RegisterImage's parameters; its defaults are i386 and paravirtual (B:ec2)."""
        self.ec2_backend = backend
        self.id = random_ami_id()
        self.name, self.description, self.mappings, self.asked = name, description, mappings, asked
        self.owner_id, self.owner_alias = backend.account_id, None
        self.state, self.state_reason = "available", None
        self.creation_date = utcnow()
        self.architecture = asked.get("Architecture") or "i386"
        self.virtualization_type = asked.get("VirtualizationType") or "paravirtual"
        self.root_device_name, self.root_device_type = asked.get("RootDeviceName"), "ebs"
        self.boot_mode = asked.get("BootMode")
        self.image_type, self.image_location, self.hypervisor = "machine", f"{self.owner_id}/{name}", "xen"
        self.platform = self.kernel_id = self.instance_id = None
        self.sriov = asked.get("SriovNetSupport")
        self.product_codes: set[str] = set()
        self.launch_permissions: list[dict[str, str]] = []
        self.imds_support = asked.get("ImdsSupport")
        self.deprecation_time: datetime | None = None
        self.deregistration_protection = "disabled"
        self.source: tuple[str, str] | None = None
        # describes that do not see all of it yet
        self.unknown = self.without_snapshot = self.settles = 0
        backend.amis[self.id] = self

    @property
    def block_device_mappings(self) -> list[dict[str, Any]]:
        return self.mappings

    @property
    def snapshot_ids(self) -> list[str]:
        return [mapping["Ebs"]["SnapshotId"] for mapping in self.mappings if "SnapshotId" in mapping.get("Ebs", {})]

    def is_seen_by(self, account: str) -> bool:
        """Sharing takes effect only once the image is available (clouds.md 1.4)."""
        if account == self.owner_id:
            return True
        return self.state == "available" and (self.is_public or {"UserId": account} in self.launch_permissions)

    def launched_at(self, account: str) -> str | None:
        return settings["last_launched"].get(self.id) if account == self.owner_id else None

    def described(self, account: str) -> dict[str, Any]:
        mappings = self.mappings
        if self.without_snapshot > 0:
            self.without_snapshot -= 1
            mappings = [{**m, "Ebs": {k: v for k, v in m.get("Ebs", {}).items() if k != "SnapshotId"}} for m in mappings]
        return {
            "ImageId": self.id,
            "Name": self.name,
            "Description": self.description,
            "State": self.state,
            "StateReason": self.state_reason,
            "OwnerId": self.owner_id,
            "Public": self.is_public,
            "Architecture": self.architecture,
            "VirtualizationType": self.virtualization_type,
            "RootDeviceName": self.root_device_name,
            "RootDeviceType": "ebs",
            "Hypervisor": "xen",
            "ImageType": "machine",
            "ImageLocation": self.image_location,
            "CreationDate": self.creation_date,
            "BlockDeviceMappings": mappings,
            "EnaSupport": self.asked.get("EnaSupport") in (True, "true"),
            "SriovNetSupport": self.sriov,
            "BootMode": self.boot_mode,
            "ImdsSupport": self.imds_support,
            "TpmSupport": self.asked.get("TpmSupport"),
            "DeprecationTime": self.deprecation_time and text(self.deprecation_time),
            "DeregistrationProtection": self.deregistration_protection,
            "LastLaunchedTime": self.launched_at(account),
            "SourceImageId": self.source and self.source[0],
            "SourceImageRegion": self.source and self.source[1],
            "PlatformDetails": "Linux/UNIX",
            "UsageOperation": "RunInstances",
            "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in self.get_tags()],
        }


def text(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def images_of_region(region: str) -> list[Image]:
    """Of all accounts."""
    backends = [regions[region] for regions in list(ec2_backends.values()) if region in regions]
    return [image for backend in backends for image in list(backend.amis.values()) if isinstance(image, Image)]


def seen_image(backend: EC2Backend, image_id: str) -> Image:
    """An image that the account may see: what is private and what is not there are told apart by nobody (clouds.md 1.4)."""
    for image in images_of_region(backend.region_name):
        if image.id == image_id and image.is_seen_by(backend.account_id):
            return image
    raise no_image(image_id)


def own_image(backend: EC2Backend, image_id: str) -> Image:
    image = backend.amis.get(image_id)
    if isinstance(image, Image):
        return image
    raise no_image(image_id)
