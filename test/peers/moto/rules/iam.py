"""Authorisation: moto asks a role's policy, but takes some right signatures for wrong, and answers every service in XML."""

from typing import Any, NoReturn

from botocore.awsrequest import AWSRequest
from moto.core.exceptions import JsonRESTError, _RESTError
from moto.iam.access_control import IAMRequest

create = IAMRequest._create_aws_request

# moto signs with these names itself; what is not here is answered in JSON
XML = ("sts", "iam", "ec2")


def create_aws_request(self: IAMRequest) -> AWSRequest:
    """A call without a body was signed without one; moto puts the path's parameters there (CompleteSnapshot, ListSnapshotBlocks)."""
    data = self._data
    try:
        if self._service not in XML and not self._body:
            self._data = b""  # type: ignore[assignment]
        return create(self)
    finally:
        self._data = data


class Forbidden(JsonRESTError):
    code = 403


class Unauthorized(_RESTError):
    """EC2 has a name of its own for it (EC2-err)."""

    code = 403

    def __init__(self, action: str) -> None:
        super().__init__("UnauthorizedOperation", f"You are not authorized to perform this operation: {action}")


def answering(name: str, json_code: str, message: str) -> None:
    original = getattr(IAMRequest, name)

    def answer(self: IAMRequest, *rest: Any) -> NoReturn:
        if self._service not in XML:
            raise Forbidden(json_code, message.format(action=self._action))
        if self._service == "ec2" and name == "_raise_access_denied":
            raise Unauthorized(self._action)
        original(self, *rest)
        raise AssertionError("moto refuses")

    setattr(IAMRequest, name, answer)


def apply() -> None:
    IAMRequest._create_aws_request = create_aws_request
    answering("_raise_access_denied", "AccessDeniedException", "The role is not authorized to perform: {action}")
    answering("_raise_signature_does_not_match", "InvalidSignatureException", "The request signature we calculated does not match the signature you provided.")
    answering("_raise_invalid_access_key", "UnrecognizedClientException", "The security token included in the request is invalid.")
