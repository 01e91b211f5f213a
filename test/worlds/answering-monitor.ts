import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import resources from "@pulumi/pulumi/proto/resource_pb.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { z } from "zod";
import type { Properties } from "../../provider-sdk/provider.ts";

/** What a registration made. */
export interface Made {
  /** Undefined for a component. */
  id: string | undefined;
  /** The outputs; they may have the inputs or not. */
  outputs: Properties;
}

function responseOf(urn: string, id: string | undefined, properties: Properties): unknown {
  const response = new resources.RegisterResourceResponse();
  response.setUrn(urn);
  response.setId(id ?? "");
  response.setObject(structs.Struct.fromJavaScript(plain.parse(properties)));
  return response;
}

const plain = z.record(z.string(), z.json());

/** Answers a program's registrations in this process, as the engine does: each resource is made, and the program gets its outputs. */
export abstract class AnsweringMonitor extends MockMonitor {
  readonly failures: unknown[] = [];
  readonly #project: string;
  readonly #stack: string;

  constructor(project: string, stack: string) {
    super({ newResource: () => ({ id: undefined, state: {} }), call: () => ({}) });
    this.#project = project;
    this.#stack = stack;
  }

  /** Makes the resource. Where it rejects, `failures` has the error, and what depends on the resource gets no outputs. */
  protected abstract make(urn: string, request: RegisterResourceRequest, inputs: Properties): Promise<Made>;

  override async registerResource(
    request: RegisterResourceRequest,
    answer: (error: unknown, response: unknown) => void,
  ): Promise<void> {
    const urn = this.#urnOf(request);
    try {
      const inputs = request.getObject()?.toJavaScript() ?? {};
      const { id, outputs } = await this.make(urn, request, inputs);
      answer(null, responseOf(urn, id, { ...inputs, ...outputs }));
    } catch (error) {
      this.failures.push(error);
      // an error here would reject promises of the SDK that nobody awaits
      answer(null, responseOf(urn, undefined, {}));
    }
  }

  /** Drops the outputs of a component: no test reads them. */
  override registerResourceOutputs(
    _request: RegisterResourceOutputsRequest,
    answer: (error: unknown, response: unknown) => void,
  ): void {
    answer(null, {});
  }

  #urnOf(request: RegisterResourceRequest): string {
    const [, , parents = ""] = request.getParent().split("::");
    const types = parents === "" ? request.getType() : `${parents}$${request.getType()}`;
    return ["urn:pulumi:" + this.#stack, this.#project, types, request.getName()].join("::");
  }
}
