"""Stands before moto: keeps a list of the calls, lets faults strike, and answers `/rules`, by which tests set and see all that."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from rules import ebs, faults, regions
from rules.call import Call, read_body, read_call
from rules.settings import change, reset

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gate:
    def __init__(self, moto: Application) -> None:
        self.moto = moto
        self.calls: list[Call] = []
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/rules"):
            return self.answer(environ, start)
        call = read_call(environ)
        if call is None:
            return self.moto(environ, start)
        with self.lock:
            self.calls.append(call)
        off = regions.refusal(call)
        if off is not None:
            read_body(environ)
            return faults.refuse(call.service, start, *off)
        fault = faults.fault_of(call)
        if fault is None:
            return self.moto(environ, start)
        return faults.strike(fault, call, environ, start, lambda: self.moto(environ, lambda *_, **__: None))

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        asked = json.loads(read_body(environ) or b"null")
        if (method, path) == ("PUT", "/rules"):
            change(asked)
            faults.renew()
        elif (method, path) == ("DELETE", "/rules"):
            reset()
            faults.renew()
        elif (method, path) == ("DELETE", "/rules/calls"):
            self.calls.clear()
        elif (method, path) == ("POST", "/rules/give-up"):
            ebs.give_up(asked["snapshot"])
        elif (method, path) != ("GET", "/rules/calls"):
            start("404 Not Found", [("Content-Length", "0")])
            return []
        body = json.dumps([asdict(call) | {"name": call.name} for call in self.calls] if method == "GET" else None).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]
