"""What a test sets: how slow, how poor and how broken the cloud is. `PUT /rules` with any of these keys changes them, `DELETE /rules` resets."""

from typing import Any

import moto.settings

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
    # describes that do not find a new image yet, and then that find it without its snapshot's id (cosa; bottlerocket#1066)
    "image_unknown": 0,
    "image_without_snapshot": 0,
    # describes that find it pending; a copy has its own (SUSE-Enceladus/ec2imgutils#45)
    "image_settles": 0,
    "copy_settles": 0,
    # what a copy comes to: available, failed, or never, where no image comes (boto/boto3#3493)
    "copy_ends": "available",
    # describes that still find an image after its deregistration (clouds.md 1.1)
    "image_lingers": 0,
    # when an image was launched last, by its id: its owner sees that, up to a day late (clouds.md 1.3)
    "last_launched": {},
    # by region, as Service Quotas has them: public images (L-0E3CBAB9, 5 by default), and what counts although no owner sees it: the bin
    "public_images": {},
    "public_images_in_bin": {},
    # copies at once into one region (clouds.md 1.1 row 8)
    "snapshot_copies": 20,
    # snapshots of a region (SnapshotLimitExceeded, clouds.md 1.2)
    "snapshots": 100000,
    # further regions that the accounts enabled, and those that are off although AWS enables them for everybody
    "regions_on": [],
    "regions_off": [],
    # block public access of accounts that set nothing: that of images is on in new accounts and regions (clouds.md 1.4)
    "image_sharing": "block-new-sharing",
    "snapshot_sharing": "unblocked",
    # looks at that state, which still find the old one (up to 10 minutes, clouds.md 1.4)
    "sharing_settles": 0,
    # who manages it: account, or declarative-policy, which the account cannot change
    "sharing_managed_by": "account",
    # accounts that AWS lets write below /aws/service/debian (clouds.md 1.5)
    "publishers": [],
    # reads that do not find a new value of the type aws:ec2:image yet, or never, where the image is not available to the account
    "parameter_settles": 0,
    # whether everybody's policy is asked
    "iam": False,
}

settings: dict[str, Any] = {}


def reset() -> None:
    settings.clear()
    change(DEFAULTS)


def change(changes: dict[str, Any]) -> None:
    unknown = changes.keys() - DEFAULTS.keys()
    if unknown:
        raise KeyError(f"no such settings: {sorted(unknown)}")
    settings.update(changes)
    moto.settings.INITIAL_NO_AUTH_ACTION_COUNT = 0 if settings.get("iam") else float("inf")


reset()
