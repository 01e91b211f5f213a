"""Block public access of images and of snapshots (clouds.md 1.4)."""

from collections.abc import Callable

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.responses.amis import AmisResponse

from rules.refused import refused
from rules.settings import settings

STATES = {"image": ("block-new-sharing", "unblocked"), "snapshot": ("block-new-sharing", "block-all-sharing", "unblocked")}
KEYS = {"image": "ImageBlockPublicAccessState", "snapshot": "State"}


def state(backend: EC2Backend, kind: str) -> str:
    return backend.__dict__.setdefault("rules_sharing", {}).get(kind) or settings[f"{kind}_sharing"]


def get(kind: str) -> Callable[[AmisResponse], ActionResult]:
    def action(self: AmisResponse) -> ActionResult:
        self.error_on_dryrun()
        shown = state(self.ec2_backend, kind)
        old = self.ec2_backend.__dict__.setdefault("rules_sharing_before", {}).get(kind)
        if old is not None and old[1] > 0:
            old[1] -= 1
            shown = old[0]
        return ActionResult({KEYS[kind]: shown, "ManagedBy": settings["sharing_managed_by"]})

    return action


def change(kind: str, wanted: Callable[[AmisResponse], str]) -> Callable[[AmisResponse], ActionResult]:
    def action(self: AmisResponse) -> ActionResult:
        self.error_on_dryrun()
        backend, new = self.ec2_backend, wanted(self)
        if settings["sharing_managed_by"] != "account":
            raise refused("OperationNotPermitted", "The setting is managed by a declarative policy.")
        backend.__dict__.setdefault("rules_sharing_before", {})[kind] = [state(backend, kind), settings["sharing_settles"]]
        backend.__dict__.setdefault("rules_sharing", {})[kind] = new
        return ActionResult({KEYS[kind]: new})

    return action


def enabled(kind: str) -> Callable[[AmisResponse], str]:
    def wanted(response: AmisResponse) -> str:
        new = response._get_param(KEYS[kind])
        # boto3#3942: `unblocked` is in the model, and refused
        if new not in STATES[kind] or new == "unblocked":
            raise refused("InvalidRequest", f"{new} cannot be enabled")
        return str(new)

    return wanted


def apply() -> None:
    for kind in STATES:
        setattr(AmisResponse, f"get_{kind}_block_public_access_state", get(kind))
        setattr(AmisResponse, f"enable_{kind}_block_public_access", change(kind, enabled(kind)))
        setattr(AmisResponse, f"disable_{kind}_block_public_access", change(kind, lambda _: "unblocked"))
