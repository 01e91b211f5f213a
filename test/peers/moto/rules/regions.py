"""Regions that an account did not enable (clouds.md 1.1 row 2, 1.2)."""

from moto.core.responses import ActionResult
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.ec2.responses.availability_zones_and_regions import AvailabilityZonesAndRegions

from rules.call import Call
from rules.settings import settings

# enabled by nobody at first (Amazon EC2 User Guide, "Regions"; known, not read again): moto takes some of them for enabled
OPT_IN = {
    *("af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"),
    *("ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1"),
}
KNOWN = {region.name for region in RegionsAndZonesBackend.regions} | OPT_IN


def status(region: str) -> str:
    if region in settings["regions_on"]:
        return "opted-in"
    off = region in settings["regions_off"] or region in OPT_IN or region not in KNOWN
    return "not-opted-in" if off else "opt-in-not-required"


def refusal(call: Call) -> tuple[str, int, str] | None:
    """What a region that is off answers to everything: it knows no keys. None for one that is on."""
    if call.service in ("iam", "sts") or status(call.region) != "not-opted-in":
        return None
    if call.service == "ec2":  # NixOS/infra#105 quotes it
        return "AuthFailure", 401, "AWS was not able to validate the provided access credentials"
    return "UnrecognizedClientException", 400, "The security token included in the request is invalid."


def describe_regions(self: AvailabilityZonesAndRegions) -> ActionResult:
    self.error_on_dryrun()
    names = self._get_param("RegionNames", [])
    every = self._get_param("AllRegions") in (True, "true")
    # those of China and of the government are of other partitions
    found = [r for r in RegionsAndZonesBackend.regions if not r.name.startswith(("cn-", "us-gov-")) and (not names or r.name in names)]
    shown = [r for r in found if every or names or status(r.name) != "not-opted-in"]
    return ActionResult({"Regions": [{"RegionName": r.name, "Endpoint": r.endpoint, "OptInStatus": status(r.name)} for r in shown]})


def apply() -> None:
    AvailabilityZonesAndRegions.describe_regions = describe_regions
