"""SSM: the reserved prefix, public parameters, the data type aws:ec2:image (clouds.md 1.5)."""

import re
import time
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ssm.exceptions import AccessDeniedException, ValidationException
from moto.ssm.models import Parameter, SimpleSystemManagerBackend, ssm_backends

from rules.image import Image
from rules.settings import settings

PUBLIC = "/aws/service/debian/"
IMAGE_TYPE = "aws:ec2:image"
AGAIN = 30  # seconds between a deletion and a creation of the same name (B:ssm)

put = SimpleSystemManagerBackend.put_parameter
delete, delete_several = SimpleSystemManagerBackend.delete_parameter, SimpleSystemManagerBackend.delete_parameters


def put_parameter(self: SimpleSystemManagerBackend, name: str, *rest: Any, **asked: Any) -> Parameter:
    names = ("description", "value", "parameter_type", "allowed_pattern", "keyid", "overwrite", "tags", "data_type", "tier", "policies")
    asked = dict(zip(names, rest, strict=False)) | asked
    before = next(reversed(self._parameters.get(name) or []), None)
    data_type = asked.get("data_type") or "text"
    if before is not None and asked["overwrite"] and before.data_type != data_type:
        # twoliter#495: it cannot change
        raise ValidationException(f"The data type of {name} is {before.data_type}, and cannot be changed")
    deleted = self.__dict__.setdefault("rules_deleted", {}).get(name)
    if deleted is not None and time.monotonic() - deleted < AGAIN:
        raise ValidationException(f"Wait {AGAIN} seconds after the deletion of {name}")
    if data_type == IMAGE_TYPE and not re.fullmatch(r"ami-[0-9a-f]{8,17}", asked["value"]):
        raise ValidationException(f"{asked['value']} is no id of an image")
    parameter = _put(self, name, asked)
    if data_type == IMAGE_TYPE:
        # the answer comes before AWS looks at the image: what is wrong is not written, in silence (aws/aws-sdk-java#2919)
        self._parameters[name].remove(parameter)
        if not self._parameters[name]:
            del self._parameters[name]
        pending = self.__dict__.setdefault("rules_pending", {}).setdefault(name, [])
        pending.append([parameter, settings["parameter_settles"]])
        settle(self, name, looks=0)
    return parameter


def _put(self: SimpleSystemManagerBackend, name: str, asked: dict[str, Any]) -> Parameter:
    if not name.startswith(PUBLIC):
        return put(self, name=name, **asked)
    if self.account_id not in settings["publishers"]:
        raise AccessDeniedException(f"No access to reserved parameter name: {name}.")
    # moto refuses the prefix to everybody: it is put under another name, and carried over
    other = f"/rules{name}"
    if name in self._parameters:
        self._parameters[other] = self._parameters.pop(name)
    try:
        return put(self, name=other, **asked)
    finally:
        versions = self._parameters.pop(other, [])
        for parameter in versions:
            parameter.name = name
        if versions:
            self._parameters[name] = versions


def settle(self: SimpleSystemManagerBackend, name: str, looks: int) -> None:
    pending = self.__dict__.get("rules_pending", {}).get(name, [])
    for entry in list(pending):
        parameter, entry[1] = entry[0], entry[1] - looks
        if entry[1] > 0:
            continue
        pending.remove(entry)
        image = ec2_backends[self.account_id][self.region_name].amis.get(parameter.value)
        if isinstance(image, Image) and image.state == "available":
            self._parameters[name].append(parameter)


def reader(name: str) -> Any:
    original = getattr(SimpleSystemManagerBackend, name)

    def read(self: SimpleSystemManagerBackend, asked: Any, *rest: Any, **more: Any) -> Any:
        names = asked if isinstance(asked, list) else [asked]
        public = [n for n in names if str(n).startswith(PUBLIC.rstrip("/"))]
        backends = [self]
        for backend in [self, *(ssm_backends[account][self.region_name] for account in settings["publishers"])]:
            for pending in list(backend.__dict__.get("rules_pending", {})):
                if pending in names or name == "get_parameters_by_path":
                    settle(backend, pending, looks=1)
        if public:
            # a public parameter has no account in its name: everybody reads the publisher's
            publishers = [ssm_backends[account][self.region_name] for account in settings["publishers"]]
            backends = [b for b in publishers if any(n.startswith(PUBLIC) and v for n, v in list(b._parameters.items()))] or publishers
            if not any(n.startswith(PUBLIC) and v for b in backends for n, v in list(b._parameters.items())):
                # twoliter#518: where nothing was ever written
                raise AccessDeniedException(f"{public[0]} is not a valid namespace")
        return original(backends[0], asked, *rest, **more)

    return read


def delete_parameter(self: SimpleSystemManagerBackend, name: str) -> None:
    delete(self, name)
    self.__dict__.setdefault("rules_deleted", {})[name] = time.monotonic()


def delete_parameters(self: SimpleSystemManagerBackend, names: list[str]) -> list[str]:
    result = delete_several(self, names)
    for name in result:
        self.__dict__.setdefault("rules_deleted", {})[name] = time.monotonic()
    return result


def apply() -> None:
    for name in ("get_parameter", "get_parameters", "get_parameters_by_path"):
        setattr(SimpleSystemManagerBackend, name, reader(name))
    for action in (put_parameter, delete_parameter, delete_parameters):
        setattr(SimpleSystemManagerBackend, action.__name__, action)
