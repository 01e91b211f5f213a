import { isRecord, notKnown } from "../../../images/model/input-values.ts";

/** The component of a runner, as in the URNs of its children. */
const component = "debian:cloud:CasulanaRunner$";

type Props = Readonly<Record<string, unknown>>;

/** The inputs of a child that could let somebody in. */
const inputs: readonly string[] = [
  "deleteDefaultRules",
  "direction",
  "securityGroupIds",
  "noSecurityGroups",
  "portSecurityEnabled",
  "networks",
];

/** By type of a child, the findings of inputs that would let somebody in. */
const openings: Readonly<Record<string, (props: Props) => string[]>> = {
  "openstack:networking/secGroup:SecGroup": ({ deleteDefaultRules }) =>
    deleteDefaultRules === true || deleteDefaultRules === notKnown
      ? []
      : ["deleteDefaultRules: expected true, so that no rule is there but its own"],
  "openstack:networking/secGroupRule:SecGroupRule": ({ direction }) =>
    direction === "egress" || direction === notKnown ? [] : ["direction: expected egress alone"],
  "openstack:networking/port:Port": ({ securityGroupIds, noSecurityGroups, portSecurityEnabled }) => [
    ...(isList(securityGroupIds) && securityGroupIds.length === 0
      ? ["securityGroupIds: expected the runner's group"]
      : []),
    ...(securityGroupIds === undefined
      ? ["securityGroupIds: expected the runner's group, not the project's default"]
      : []),
    ...(noSecurityGroups === true ? ["noSecurityGroups: expected that the port has its group"] : []),
    ...(portSecurityEnabled === false ? ["portSecurityEnabled: expected that its rules hold"] : []),
  ],
  "openstack:compute/instance:Instance": ({ networks }) =>
    networks === notKnown || (isList(networks) && networks.every(hasPort) && networks.length > 0)
      ? []
      : ["networks: expected ports of the runner's alone; a network's name brings the project's default group"],
  "openstack:networking/floatingIp:FloatingIp": () => [publicAddress],
  "openstack:networking/floatingIpAssociate:FloatingIpAssociate": () => [publicAddress],
  "openstack:compute/floatingIpAssociate:FloatingIpAssociate": () => [publicAddress],
};

const publicAddress = "expected no address that others can reach";

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A preview does not know the port yet. */
const hasPort = (network: unknown): boolean =>
  isRecord(network) &&
  (network["port"] === notKnown || (typeof network["port"] === "string" && network["port"] !== ""));

/** The inputs of a part of a runner that are judged. */
export const runnerReads = ({ urn }: { urn: string }): readonly string[] => (urn.includes(component) ? inputs : []);

/** The parts of a runner that would let somebody in. */
export const runnerOpenings = ({ type, urn, props }: { type: string; urn: string; props: Props }): string[] =>
  urn.includes(component) ? (openings[type]?.(props) ?? []) : [];
