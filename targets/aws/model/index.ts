import { splitResourceName } from "../../../images/model/resource-name.ts";
import type { TargetModel } from "../../target.ts";
import { awsConfig } from "../config.ts";
import { isPublicIn } from "./access.ts";
import { channelOfAccount } from "./accounts.ts";
import { awsReaders } from "./readers.ts";
import { awsAccessInputs, awsImageOutputs, awsParametersInputs, awsTypes } from "./resources.ts";
import { awsTargetName } from "./target.ts";

const seen = awsAccessInputs.pick({ regions: true });
const dated = awsAccessInputs.pick({ deprecateOn: true });
const named = awsParametersInputs.pick({ regions: true });
const made = awsImageOutputs.pick({ ids: true, results: true });

export const awsModel: TargetModel = {
  cloud: "aws",
  config: awsConfig,
  types: { [awsTypes.image]: "upload", [awsTypes.imageAccess]: "access", [awsTypes.parameters]: "pointer" },

  /** Its name names no region. */
  subject({ name, inputs }) {
    if (inputs === undefined) return { image: splitResourceName(name).base, targets: [] };
    const { image, regions } = inputs;
    const names = typeof regions === "object" && regions !== null ? Object.keys(regions) : [];
    return { image: typeof image === "string" ? image : "", targets: names.map(awsTargetName) };
  },

  nameOf: (resource) =>
    resource.type === awsTypes.parameters
      ? resource.name
      : `${awsModel.subject(resource).image}-aws${suffixOf(resource.type)}`,

  readers: awsReaders,

  exposureReads: ["regions"],
  exposure({ type, inputs }) {
    if (type !== awsTypes.imageAccess)
      return "isPublic" in inputs ? ["expected no isPublic: an upload is private"] : [];
    const { data } = seen.safeParse(inputs);
    if (data === undefined) return ["expected, by region, its phase and whether it is public"];
    return Object.entries(data.regions).flatMap(([region, { phase, isPublic }]) =>
      isPublic && !isPublicIn(phase) ? [`${phase} and public in ${region}: expected private`] : [],
    );
  },

  unguarded({ type, inputs }, channel) {
    if (type === awsTypes.image)
      return [
        ...(channel === "release" && inputs["isProtected"] !== true
          ? ["isProtected: expected true, so that AWS refuses a release's deregistration"]
          : []),
        ...(inputs["imdsSupport"] === "v2.0" ? [] : ["imdsSupport: expected v2.0, without which credentials leak"]),
        ...(inputs["enaSupport"] === true ? [] : ["enaSupport: expected true, without which it does not start"]),
      ];
    if (type !== awsTypes.imageAccess || dated.safeParse(inputs).success) return [];
    return ["deprecateOn: expected the day from which lists leave it out"];
  },

  accountOf({ inputs: { account } }) {
    // YAML reads an id without quotes as a number
    const id = typeof account === "number" ? String(account).padStart(12, "0") : account;
    return typeof id === "string" ? channelOfAccount(id) : undefined;
  },

  holds({ type, inputs, outputs }) {
    if (type === awsTypes.parameters) {
      const { data } = named.safeParse(inputs);
      const images = Object.values(data?.regions ?? {}).flatMap((region) => Object.keys(region.images));
      return data !== undefined && images.length === 0 ? "nothing" : "whole";
    }
    if (type === awsTypes.imageAccess) {
      const { data } = seen.safeParse(inputs);
      const ids = Object.values(data?.regions ?? {}).map((region) => region.ids);
      return data !== undefined && ids.every((each) => each === null) ? "nothing" : "whole";
    }
    const { data } = made.safeParse(outputs);
    return data !== undefined && Object.keys(data.ids).length === 0 ? "nothing" : "whole";
  },
};

const suffixOf = (type: string): string => (type === awsTypes.imageAccess ? "-access" : "");
