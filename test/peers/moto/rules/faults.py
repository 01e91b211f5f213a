"""Calls that go wrong by a test's script (clouds.md 1.2, 5, 6.4).

A fault: {"call": "ebs:PutSnapshotBlock", "do": …, "after": 0, "times": 1, "region": null, "account": null, "code": …, "status": …}. It passes over the first
`after` calls that it fits, and strikes the next `times`.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from rules.call import Call, read_body
from rules.settings import settings

# what each kind of fault answers, unless the script says otherwise: the code and the HTTP status
ANSWERS = {
    # B:ebs: RequestThrottledException 400; EC2-err: RequestLimitExceeded 503
    "throttle": {"ebs": ("RequestThrottledException", 400), "ec2": ("RequestLimitExceeded", 503), "": ("ThrottlingException", 400)},
    # B:ebs: InternalServerException 500
    "fail": {"ebs": ("InternalServerException", 500), "ec2": ("InternalError", 500), "": ("InternalServerError", 500)},
    "refuse": {"": ("AccessDeniedException", 403), "ec2": ("UnauthorizedOperation", 403)},
}

# as `fail`, but after the write; the reply lost, before or after the write; no reply until the faults change
AFTER = {"fail-after": "fail"}
LOST = {"lose-before", "lose-after"}

Start = Callable[..., Any]
lock = threading.Lock()
struck: dict[int, int] = {}
changed = threading.Event()


def renew() -> None:
    """Forgets how often faults struck, and lets go of calls that hang."""
    global changed
    with lock:
        struck.clear()
        changed.set()
        changed = threading.Event()


def fault_of(call: Call) -> dict[str, Any] | None:
    with lock:
        for index, fault in enumerate(settings["faults"]):
            if fault["call"] not in (call.name, f"{call.service}:*"):
                continue
            if fault.get("region", call.region) != call.region or fault.get("account", call.account) != call.account:
                continue
            seen = struck[index] = struck.get(index, 0) + 1
            after = fault.get("after", 0)
            if after < seen <= after + fault.get("times", 1):
                return fault
    return None


def strike(fault: dict[str, Any], call: Call, environ: dict[str, Any], start: Start, handle: Callable[[], Iterable[bytes]]) -> Iterable[bytes]:
    do = fault["do"]
    waiting = changed
    # a connection that is kept must not have half a request in it
    read_body(environ)
    if do == "hang":
        waiting.wait(300)
        return hang_up(environ, start)
    if do in AFTER or do == "lose-after":
        # moto answers into the void
        list(handle())
    if do in LOST:
        return hang_up(environ, start)
    kind = AFTER.get(do, do)
    code, status = ANSWERS[kind].get(call.service, ANSWERS[kind][""])
    message = fault.get("message", f"{kind} by the test's script")
    return refuse(call.service, start, fault.get("code", code), fault.get("status", status), message, fault.get("reason"))


def hang_up(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    start("500 Lost", [("Content-Length", "0")])
    return []


def refuse(service: str, start: Start, code: str, status: int, message: str, reason: str | None = None) -> Iterable[bytes]:
    """An error in the words of the service's protocol."""
    if service == "ec2":
        kind, body = "text/xml", f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>rules</RequestID></Response>"
    elif service in ("sts", "iam"):
        kind, body = "text/xml", f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>rules</RequestId></ErrorResponse>"
    else:
        kind, body = "application/json", json.dumps({"__type": code, "message": message, "Reason": reason})
    start(f"{status} Refused", [("Content-Type", kind), ("Content-Length", str(len(body.encode()))), ("x-amzn-ErrorType", code)])
    return [body.encode()]
