import type { Mapping } from "./cloud-entry.ts";
import { services, type Service } from "../services/service.ts";

/**
 * The keys of a cloud in clouds.yaml that affect requests, and those that do not. Other keys are refused: they may change the
 * addressee.
 */

/** Keys outside of `cloud.ts`'s schema without an effect here: how other tools use the cloud, retries and timeouts. */
const others: readonly RegExp[] = [
  /^(profile|cloud|message|status|vendor_hook|disable_vendor_agent|cache|metrics|rate_limit|verbose_level)$/,
  /^(networks|external_network|internal_network|default_network|nat_source|nat_destination|has_network)$/,
  /^(floating_ip_source|secgroup_source|requires_floating_ip|use_direct_get|use_external_network|use_internal_network)$/,
  /^(image_format|image_api_use_tasks|object_store_.*|api_timeout|timeout|.*_timeout|force_ipv4|prefer_ipv6)$/,
  /_(status_code_retries|connect_retries|status_code_retry_delay|connect_retry_delay|retriable_status_codes)$/,
  /_(default_microversion|min_version|max_version)$/,
];

/** Prefixes of the keys, and catalog names, of the services used here. */
const asked = /^(image|compute|network|load_balancer|identity|volume(v2|v3)?|block_storage|block_store)_/;

/** The keys of a service. */
const ofService = /_(api_version|endpoint_override|endpoint|interface|region_name|service_type|service_name)$/;

/** Whether a key has no effect on requests to the services used here. */
export const isHarmless = (key: string): boolean =>
  others.some((pattern) => pattern.test(key)) || (ofService.test(key) && !asked.test(key));

/** By service: the prefixes of its keys, the strongest first, and the version used here. */
const spoken: Readonly<Record<Service, { names: readonly string[]; version: RegExp }>> = {
  image: { names: ["image"], version: /^2(\.|$)/ },
  compute: { names: ["compute"], version: /^2(\.|$)/ },
  network: { names: ["network"], version: /^2(\.|$)/ },
  "load-balancer": { names: ["load_balancer"], version: /^2(\.|$)/ },
  identity: { names: ["identity"], version: /^3(\.|$)/ },
  volume: { names: ["block_storage", "volumev3", "volume"], version: /^3(\.|$)/ },
};

const endpointKinds = ["endpoint_override", "endpoint"] as const;

const keysOf = (service: Service, kinds: readonly string[]): string[] =>
  kinds.flatMap((kind) => spoken[service].names.map((name) => `${name}_${kind}`));

/** Whether a key sets a service's address or version. */
export const isServiceKey = (key: string): boolean =>
  services.some((service) => keysOf(service, [...endpointKinds, "api_version"]).includes(key));

/** By service: an address that is used instead of the catalog's. */
export function endpointsOf(entry: Mapping): Partial<Record<Service, string>> {
  return Object.fromEntries(
    services.flatMap((service) => {
      const url = keysOf(service, endpointKinds)
        .map((key) => entry[key])
        .find((value) => typeof value === "string");
      return url === undefined ? [] : [[service, url]];
    }),
  );
}

/** Problems of a service's keys: settings that are not supported. */
export const serviceProblems = (entry: Mapping): string[] =>
  services.flatMap((service) => {
    const given = (kinds: readonly string[]): string[] => keysOf(service, kinds).filter((key) => key in entry);
    const addresses = given(endpointKinds).filter((key) => !isAddress(entry[key]));
    const versions = given(["api_version"]).filter((key) => !spoken[service].version.test(String(entry[key])));
    return [
      ...addresses.map((key) => `${key}: an address, as https://…`),
      ...versions.map(
        (key) => `${key}: ${spoken[service].version.source.at(1) ?? ""}, the version that is spoken here`,
      ),
    ];
  });

const isAddress = (value: unknown): boolean => typeof value === "string" && /^https?:\/\/[^/]/.test(value);
