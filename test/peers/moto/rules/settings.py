"""What a test sets: how slow, how poor and how broken the cloud is. `PUT /rules` with any of these keys changes them, `DELETE /rules` resets."""

from typing import Any

DEFAULTS: dict[str, Any] = {
    # calls that are to go wrong; see faults.py
    "faults": [],
    # looks at a completed snapshot that still find it pending: CompleteSnapshot is asynchronous (clouds.md 1.1 row 5)
    "snapshot_settles": 0,
    # what a snapshot is once it settled: completed, or error
    "snapshot_ends": "completed",
    # calls to a new snapshot that do not find it yet (awslabs/coldsnap#43)
    "snapshot_unknown": 0,
    # whether CompleteSnapshot may be repeated: not known of AWS (clouds.md, not verified), so tests play both
    "complete_twice": "accepted",
}

settings: dict[str, Any] = {}


def reset() -> None:
    settings.clear()
    settings.update(DEFAULTS)


def change(changes: dict[str, Any]) -> None:
    unknown = changes.keys() - DEFAULTS.keys()
    if unknown:
        raise KeyError(f"no such settings: {sorted(unknown)}")
    settings.update(changes)


reset()
