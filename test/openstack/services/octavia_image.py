"""Asks Octavia's own code which image it would boot, again and again; a line each: the time, then the image's id or the error.

usage: octavia_image.py OCTAVIA_CONF [TAG [SECONDS_BETWEEN]]
"""
import sys
import time

from octavia.common import service

service.prepare_service(["octavia", "--config-file", sys.argv[1]])
from octavia.image.drivers.glance_driver import ImageManager  # noqa: E402  it reads the configuration when imported

tag = sys.argv[2] if len(sys.argv) > 2 else "amphora"
pause = float(sys.argv[3]) if len(sys.argv) > 3 else 0
while True:
    try:
        answer = ImageManager().get_image_id_by_tag(tag, None)
    except Exception as error:  # whatever Octavia would fail with
        answer = f"none: {type(error).__name__}: {error}".replace("\n", " ")
    print(f"{time.time():.3f} {answer}", flush=True)
    time.sleep(pause)
