import plugin from "@pulumi/pulumi/proto/provider_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { expect, test, vi } from "vitest";
import type { Properties, Provider } from "../provider.ts";
import { handlers } from "./handlers.ts";

const urn = "urn:pulumi:dev::cloud-images::debian:mirror:ImageFiles::an-image-files";

const provider = {
  schema: vi.fn<Provider["schema"]>(async () => '{"name":"debian"}'),
  configure: vi.fn<Provider["configure"]>(),
  check: vi.fn<Provider["check"]>(),
  diff: vi.fn<Provider["diff"]>(async () => ({ changes: [], replaces: [] })),
  create: vi.fn<Provider["create"]>(async (_urn, news) => ({
    id: "an-image",
    outputs: { ...news, outcome: "passed" },
  })),
  read: vi.fn<Provider["read"]>(async (_urn, state) => ({
    ...state,
    outputs: { ...state.outputs, outcome: "damaged" },
  })),
  update: vi.fn<Provider["update"]>(async (_urn, olds, news) => ({ ...olds, ...news, place: "elsewhere" })),
  delete: vi.fn<Provider["delete"]>(),
  cancel: vi.fn<Provider["cancel"]>(),
};

const structOf = (properties: Record<string, string>): struct.Struct => struct.Struct.fromJavaScript(properties);

interface Response {
  getProperties(): struct.Struct | undefined;
  getSchema(): string;
}
type Handler = (call: { request: object }, callback: (error: unknown, response: Response) => void) => void;

const isHandler = (value: unknown): value is Handler => typeof value === "function";

function call(name: string, request: object): Promise<Response> {
  return new Promise((resolve, reject) => {
    const handler: unknown = handlers(provider)[name];
    if (!isHandler(handler)) throw new Error(`${name} is not served`);
    handler({ request }, (error, response) =>
      error === null ? resolve(response) : reject(new Error(`${name} failed`, { cause: error })),
    );
  });
}

const propertiesOf = async (response: ReturnType<typeof call>): Promise<Properties> =>
  (await response).getProperties()?.toJavaScript() ?? {};

const inputs = { image: "an-image", place: "tree" };

test("the engine gets the package schema", async () => {
  expect((await call("getSchema", new plugin.GetSchemaRequest())).getSchema()).toBe('{"name":"debian"}');
});

test("the state keeps no output that repeats an input", async () => {
  const create = new plugin.CreateRequest().setUrn(urn).setProperties(structOf(inputs));
  expect(await propertiesOf(call("create", create))).toEqual({ outcome: "passed" });
  const read = new plugin.ReadRequest().setUrn(urn).setInputs(structOf(inputs));
  expect(await propertiesOf(call("read", read))).toEqual({ outcome: "damaged" });
});

test("an output that differs from its input is kept", async () => {
  const update = new plugin.UpdateRequest().setUrn(urn).setOldInputs(structOf(inputs)).setNews(structOf(inputs));
  expect(await propertiesOf(call("update", update))).toEqual({ place: "elsewhere" });
});

test("the provider is shown both as one, and an output counts where they differ", async () => {
  const outputs = structOf({ place: "elsewhere", outcome: "passed" });
  const whole = { image: "an-image", place: "elsewhere", outcome: "passed" };
  const news = structOf(inputs);
  await call("diff", new plugin.DiffRequest().setUrn(urn).setOldInputs(news).setOlds(outputs).setNews(news));
  expect(provider.diff).toHaveBeenLastCalledWith(urn, whole, inputs);
  await call("update", new plugin.UpdateRequest().setUrn(urn).setOldInputs(news).setOlds(outputs).setNews(news));
  expect(provider.update).toHaveBeenLastCalledWith(urn, whole, inputs);
  await call("read", new plugin.ReadRequest().setUrn(urn).setId("an-image").setInputs(news).setProperties(outputs));
  expect(provider.read).toHaveBeenLastCalledWith(urn, { id: "an-image", outputs: whole, inputs });
  await call("delete", new plugin.DeleteRequest().setUrn(urn).setOldInputs(news).setProperties(outputs));
  expect(provider.delete).toHaveBeenLastCalledWith(urn, whole);
});
