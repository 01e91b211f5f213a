import { expect, test } from "vitest";
import { glanceImageSchema } from "../../../../clients/openstack/services/glance.ts";
import { changesOf } from "./settle.ts";

const wanted = { properties: { hw_disk_bus: "virtio" }, minDisk: 2, visibility: "private" } as const;

const imageWith = (more: object) =>
  glanceImageSchema.parse({
    id: "0b0e4f0a-1c2d-4e5f-8a9b-0c1d2e3f4a5b",
    name: "amphora-x64-haproxy-20260717-1",
    owner: "octavia",
    status: "active",
    visibility: "private",
    os_hidden: false,
    min_disk: 2,
    tags: ["amphora"],
    created_at: "2026-07-17T00:00:00Z",
    protected: true,
    hw_disk_bus: "virtio",
    ...more,
  });

test.each<[string, object, readonly string[]]>([
  ["as it is wanted", {}, []],
  ["shared with the project of Octavia's user", { visibility: "shared" }, []],
  ["public", { visibility: "public" }, ["/visibility"]],
  ["open to its community", { visibility: "community" }, ["/visibility"]],
  ["hidden", { os_hidden: true }, ["/os_hidden"]],
  ["with another property", { hw_disk_bus: "scsi" }, ["/hw_disk_bus"]],
])("an image that is %s is changed where it must be", (_state, more, paths) => {
  expect(changesOf(imageWith(more), wanted).map(({ path }) => path)).toEqual(paths);
});
