"""moto with the project's rules over it, on a free port of loopback, which it prints

moto (Apache-2.0) is installed as it is, and nothing of it is copied. The rules make it as strict as AWS where the program counts on that.
Each names its source: rows, sections and short names are those of the project's sheet of facts about clouds.
"""

import os
import sys
import threading

# else the first call in each region loads hundreds of Amazon's images
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"

from werkzeug.serving import make_server  # noqa: E402

from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)

from rules import attributes, ebs, iam, parameters, quotas, regions, registering, sharing, snapshots  # noqa: E402
from rules.gate import Gate  # noqa: E402


class Handler(MotoRequestHandler):
    # connections are kept, as AWS keeps them
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """The gate keeps the calls; a line for each would only slow them."""


def main() -> None:
    for rules in (attributes, ebs, iam, parameters, quotas, regions, registering, sharing, snapshots):
        rules.apply()
    server = make_server("127.0.0.1", 0, Gate(DomainDispatcherApplication(create_backend_app)), threaded=True, request_handler=Handler)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(f"listening on {server.port}", flush=True)
    server.serve_forever()


def end_with_parent() -> None:
    """Standard input ends when the process ends that started this one."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
