"""Service Quotas of EC2 (clouds.md 1.4), of which moto has those of VPCs alone, and the bin, whose images count for them."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.amis import AmisResponse
from moto.servicequotas.exceptions import NoSuchResource
from moto.servicequotas.models import ServiceQuotasBackend

from rules.attributes import quota_of_public_images
from rules.settings import settings


def get_service_quota(self: ServiceQuotasBackend, service_code: str, quota_code: str) -> dict[str, Any]:
    values = {
        ("ec2", "L-0E3CBAB9"): ("Public AMIs", quota_of_public_images(self.region_name)),
        ("ec2", "L-B665C33B"): ("AMIs", 50000),
        ("ebs", "L-309BACF6"): ("Snapshots per Region", settings["snapshots"]),
    }
    if (service_code, quota_code) not in values:
        raise NoSuchResource
    name, value = values[service_code, quota_code]
    arn = f"arn:aws:servicequotas:{self.region_name}:{self.account_id}:{service_code}/{quota_code}"
    quota = {"ServiceCode": service_code, "QuotaArn": arn, "QuotaCode": quota_code, "QuotaName": name, "Value": float(value)}
    return quota | {"Unit": "None", "Adjustable": True, "GlobalQuota": False}


def list_images_in_recycle_bin(self: AmisResponse) -> ActionResult:
    """No owner sees them in DescribeImages, and they count for the quota of public images (clouds.md 1.4)."""
    self.error_on_dryrun()
    count = int(settings["public_images_in_bin"].get(self.ec2_backend.region_name, 0))
    return ActionResult({"Images": [{"ImageId": f"ami-{index:017x}", "Name": f"deregistered-{index}"} for index in range(count)]})


def apply() -> None:
    AmisResponse.list_images_in_recycle_bin = list_images_in_recycle_bin
    ServiceQuotasBackend.get_service_quota = get_service_quota
