"""What a request asks for, before moto reads it."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")
EBS_PATHS = [
    ("POST", re.compile(r"^/snapshots$"), "StartSnapshot"),
    ("POST", re.compile(r"^/snapshots/completion/(?P<snapshot>[^/]+)$"), "CompleteSnapshot"),
    ("PUT", re.compile(r"^/snapshots/(?P<snapshot>[^/]+)/blocks/(?P<block>\d+)$"), "PutSnapshotBlock"),
    ("GET", re.compile(r"^/snapshots/(?P<snapshot>[^/]+)/blocks/(?P<block>\d+)$"), "GetSnapshotBlock"),
    ("GET", re.compile(r"^/snapshots/(?P<snapshot>[^/]+)/blocks$"), "ListSnapshotBlocks"),
    ("GET", re.compile(r"^/snapshots/(?P<snapshot>[^/]+)/changedblocks$"), "ListChangedBlocks"),
]


@dataclass
class Call:
    account: str
    region: str
    service: str
    action: str
    # of EBS direct: the snapshot, and the block's index
    snapshot: str | None = None
    block: int | None = None

    @property
    def name(self) -> str:
        return f"{self.service}:{self.action}"


def read_call(environ: dict[str, Any]) -> Call | None:
    """None for what is no signed call of AWS's."""
    scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None:
        return None
    key, region, service = scope.groups()
    call = Call(account_of(key), region, service, "")
    if service == "ebs":
        return _ebs_call(call, environ)
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    call.action = target.rpartition(".")[2] or _form_action(environ)
    return call


def account_of(key: str) -> str:
    from moto.iam.models import get_account_id_from

    return get_account_id_from(key)


def _ebs_call(call: Call, environ: dict[str, Any]) -> Call:
    for method, path, action in EBS_PATHS:
        match = path.match(environ["PATH_INFO"])
        if match is None or environ["REQUEST_METHOD"] != method:
            continue
        call.action = action
        found = match.groupdict()
        call.snapshot = found.get("snapshot")
        call.block = int(found["block"]) if "block" in found else None
    return call


def _form_action(environ: dict[str, Any]) -> str:
    body = read_body(environ)
    return parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]


def read_body(environ: dict[str, Any]) -> bytes:
    """The request's body, which moto can read again."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = BytesIO(body)
    return body
