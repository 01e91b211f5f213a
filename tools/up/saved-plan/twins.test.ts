import { expect, test } from "vitest";
import { parseState } from "../../engine/state/state.ts";
import { twinProblems, twinsIn } from "./twins.ts";

const image = "debian-13-generic-amd64-daily-20260717-2542";
const prefix = "urn:pulumi:trixie-daily::cloud-images::debian:cloud:PublishedImage$debian";
const files = (name: string) => ({ urn: `${prefix}:mirror:ImageFiles::${name}`, inputs: { image } });
const upload = (name: string, cloud: string) => ({
  urn: `${prefix}:openstack:Image::${name}`,
  inputs: { image, cloud },
});
const stateOf = (...resources: object[]) => parseState(JSON.stringify({ deployment: { resources } })).resources;

const twin = files(`${image}-data`);

test("a second resource for the same image, under another name, is a twin of the right one", () => {
  const right = `${image}-openstack-partner-image`;
  const other = upload(`${image}-partner`, "partner");
  const state = stateOf(files(`${image}-files`), twin, upload(right, "partner"), other);
  expect(twinsIn(state)).toEqual([
    { urn: twin.urn, of: `${image}-files` },
    { urn: other.urn, of: right },
  ]);
});

test("what stands alone is no twin, however it is called", () => {
  expect(twinsIn(stateOf(twin, upload(`${image}-openstack-other-image`, "other")))).toEqual([]);
});

test("a person is told of whom it is the twin, and the line that takes it out", () => {
  const [problem] = twinProblems(twinsIn(stateOf(files(`${image}-files`), twin)), "trixie-daily");
  expect(problem).toMatchObject({ where: `${image}-data`, value: twin.urn });
  expect(problem?.expected).toContain(`${image}-files`);
  expect(problem?.remedy).toContain(
    `npm run up -- --stack trixie-daily --exclude '${twin.urn}' && ` +
      `npm run pulumi -- state delete '${twin.urn}' --force --yes --stack trixie-daily`,
  );
});

test("of several twins, one command removes all, in the last message", () => {
  const other = files("debian-13-ec2-amd64-daily-20260717-2542-data");
  const right = { ...other, urn: other.urn.replace(/-data$/, "-files") };
  right.inputs = { image: "debian-13-ec2-amd64-daily-20260717-2542" };
  const state = stateOf(files(`${image}-files`), twin, right, { ...other, inputs: right.inputs });
  const [first, last] = twinProblems(twinsIn(state), "trixie-daily").map(({ remedy }) => remedy);
  expect(first).not.toContain("npm run");
  expect(first).toContain("the last of these messages");
  expect(last).toContain(`state delete '${twin.urn}' '${other.urn}' --force`);
});
