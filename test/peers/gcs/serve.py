"""gcp-storage-emulator with one bucket, in memory, on a free port of loopback, which it prints

It is installed as it is (BSD-3-Clause), and nothing of it is copied. As Cloud Storage it keeps what came of a piece that was cut off, says
how much that is, and computes the md5 of the whole. It does not know ifGenerationMatch, which test/peers/gcp knows.
"""

import os
import sys
import threading
from functools import partial
from http.server import HTTPServer

from gcp_storage_emulator.handlers import buckets
from gcp_storage_emulator.server import RequestHandler
from gcp_storage_emulator.storage import Storage


class Server(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """Whoever asked is gone: tests cut connections off."""


def main(bucket: str) -> None:
    storage = Storage(use_memory_fs=True)
    buckets.create_bucket(bucket, storage)
    server = Server(("127.0.0.1", 0), partial(RequestHandler, storage))
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()


def end_with_parent() -> None:
    """Standard input ends when the process ends that started this one."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
