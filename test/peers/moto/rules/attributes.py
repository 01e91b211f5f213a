"""What changes of an image in place: permissions, description, IMDS, deprecation, protection (clouds.md 1.3, 1.4)."""

from datetime import datetime, timedelta
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.ec2.responses.amis import AmisResponse

from rules import sharing
from rules.image import Image, own_image
from rules.refused import not_available, refused
from rules.settings import settings

YEAR = timedelta(days=365)
PUBLIC_IMAGES = 5  # L-0E3CBAB9


def quota_of_public_images(region: str) -> int:
    return int(settings["public_images"].get(region, PUBLIC_IMAGES))


def asked_image(response: AmisResponse) -> Image:
    response.error_on_dryrun()
    return own_image(response.ec2_backend, response._get_param("ImageId"))


def modify_image_attribute(self: AmisResponse) -> Any:
    image = asked_image(self)
    permission, operation = self._get_param("LaunchPermission") or {}, self._get_param("OperationType")
    listed = [{"Group": g} for g in self._get_param("UserGroups", [])] + [{"UserId": u} for u in self._get_param("UserIds", [])]
    adds = [*permission.get("Add", []), *(listed if operation == "add" else [])]
    removes = [*permission.get("Remove", []), *(listed if operation == "remove" else [])]
    description, imds = value_of(self, "Description"), value_of(self, "ImdsSupport")
    if sum([bool(adds or removes), description is not None, imds is not None]) != 1:  # row 13: one attribute a call
        raise refused("InvalidParameterCombination", "one attribute at a time")
    if image.state != "available":  # ec2imgutils#45
        raise not_available(image.id)
    if description is not None:
        image.description = description
    if imds is not None:
        if imds != "v2.0":  # clouds.md 1.3: cannot be undone
            raise refused("InvalidParameterValue", f"ImdsSupport {imds}")
        image.imds_support = imds
    if {"Group": "all"} in adds and not image.is_public:
        make_public(image)
    image.launch_permissions += [p for p in adds if p not in image.launch_permissions]
    image.launch_permissions = [p for p in image.launch_permissions if p not in removes]
    return EmptyResult()


def value_of(response: AmisResponse, name: str) -> str | None:
    value = response._get_param(name)
    if isinstance(value, dict):
        value = value.get("Value")
    return value if value is not None or response._get_param("Attribute") != name[0].lower() + name[1:] else response._get_param("Value")


def make_public(image: Image) -> None:
    backend = image.ec2_backend
    if sharing.state(backend, "image") != "unblocked":
        # hortonworks/cloudbreak-images#926 quotes the call's name in the message
        raise refused("OperationNotPermitted", "You can't publicly share this image: use DisableImageBlockPublicAccess first")
    region, quota = backend.region_name, quota_of_public_images(backend.region_name)
    # what is in the Recycle Bin counts as well (clouds.md 1.4)
    public = sum(i.is_public for i in list(backend.amis.values())) + int(settings["public_images_in_bin"].get(region, 0))
    if public >= quota:
        message = f"You have reached your quota of {quota} for the number of public images allowed in this Region."
        raise refused("ResourceLimitExceeded", message)
    # AWS sets the date by itself (clouds.md 1.3)
    image.deprecation_time = image.deprecation_time or minute(image.creation_date + 2 * YEAR)


def minute(time: datetime) -> datetime:
    return time.replace(second=0, microsecond=0, tzinfo=None)


def enable_image_deprecation(self: AmisResponse) -> ActionResult:
    image, asked = asked_image(self), self._get_param("DeprecateAt")
    date = minute(asked if isinstance(asked, datetime) else datetime.fromisoformat(str(asked).replace("Z", "+00:00")))
    now, born = utcnow().replace(tzinfo=None), image.creation_date.replace(tzinfo=None)
    if date < minute(now) or date > now + 10 * YEAR or (image.is_public and date > born + 2 * YEAR):
        raise refused("InvalidParameterValue", f"DeprecateAt {date}: not in the past, within 10 years, within 2 years of its creation when public")
    if image.is_public and image.deprecation_time and date > image.deprecation_time:
        raise refused("OperationNotPermitted", "The deprecation of a public image can only be made earlier.")
    image.deprecation_time = date
    return ActionResult({"Return": True})


def disable_image_deprecation(self: AmisResponse) -> ActionResult:
    image = asked_image(self)
    if image.is_public:
        raise refused("OperationNotPermitted", "The deprecation of a public image cannot be cancelled.")
    image.deprecation_time = None
    return ActionResult({"Return": True})


def enable_image_deregistration_protection(self: AmisResponse) -> ActionResult:
    image = asked_image(self)
    cooldown = self._get_param("WithCooldown") in (True, "true")
    image.deregistration_protection = "enabled-with-cooldown" if cooldown else "enabled-without-cooldown"  # TF's documentation
    return ActionResult({"Return": image.deregistration_protection})


def disable_image_deregistration_protection(self: AmisResponse) -> ActionResult:
    image = asked_image(self)
    # with a cooldown it protects for 24 hours more; what the state says meanwhile is not known (clouds.md 1.3)
    if image.deregistration_protection != "enabled-with-cooldown":
        image.deregistration_protection = "disabled"
    return ActionResult({"Return": image.deregistration_protection})


def disable_image(self: AmisResponse) -> ActionResult:
    image = asked_image(self)
    # enabling it gives them not back (clouds.md 1.3)
    image.state, image.launch_permissions = "disabled", []
    return ActionResult({"Return": True})


def enable_image(self: AmisResponse) -> ActionResult:
    asked_image(self).state = "available"
    return ActionResult({"Return": True})


def describe_image_attribute(self: AmisResponse) -> ActionResult:
    image, attribute = asked_image(self), self._get_param("Attribute")
    answers = {
        "launchPermission": {"LaunchPermissions": image.launch_permissions},
        "deregistrationProtection": {"DeregistrationProtection": {"Value": image.deregistration_protection}},
        "description": {"Description": {"Value": image.description}},
        "imdsSupport": {"ImdsSupport": {"Value": image.imds_support}},
        "bootMode": {"BootMode": {"Value": image.boot_mode}},
        "lastLaunchedTime": {"LastLaunchedTime": {"Value": image.launched_at(image.owner_id)}},
    }
    if attribute not in answers:
        raise refused("InvalidParameterValue", f"no rule for the attribute {attribute}")
    return ActionResult({"ImageId": image.id} | answers[attribute])


def apply() -> None:
    for name, action in list(globals().items()):
        if name.endswith(("_attribute", "_deprecation", "_protection", "_image")) and name.split("_")[0] in ("modify", "enable", "disable", "describe"):
            setattr(AmisResponse, name, action)
