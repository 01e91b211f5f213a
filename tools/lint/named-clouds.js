import path from "node:path";

/**
 * Where each cloud may be named: in its target's folder, in the registries, in its client, and in workloads that run there. All
 * other code uses clouds through `targets/`, so that another cloud needs no change there.
 * @type {{ cloud: string, words: RegExp, at: string[] }[]}
 */
export const namedClouds = [
  {
    cloud: "OpenStack",
    words: /openstack|glance/i,
    at: [
      "targets/openstack/",
      "targets/models.ts",
      "targets/facts.ts",
      "targets/resources.ts",
      "targets/kinds.ts",
      "targets/target.ts",
      "clients/openstack/",
      "workloads/",
      "components/amphora.ts",
      "components/casulana-runner.ts",
      "components/test-vm.ts",
      "stacks/amphora.ts",
      "stacks/runners.ts",
      "stacks/testing.ts",
      // a boot on Nova is one of the two ways of a boot test
      "provider/boot-tests/boot-test/nova/",
      // commands of workloads
      "tools/amphora-image.ts",
      "tools/amphora-image/",
      "tools/sweep.ts",
      "tools/setup/workload-provider.ts",
      // the format of a token, searched for in logs
      "images/credentials/formats.ts",
      "tools/lint/",
      // the rings of tests by their names
      "tools/test.ts",
      "vitest.config.ts",
    ],
  },
  {
    cloud: "AWS",
    words: /\baws\b|aws-sdk/i,
    at: [
      "targets/aws/",
      "targets/accounts.ts",
      "targets/models.ts",
      "targets/facts.ts",
      "targets/resources.ts",
      "targets/kinds.ts",
      "clients/aws/",
      "stacks/accounts/",
      // Debian's architectures, by the names that clouds have for them
      "images/model/definitions/arches.ts",
      // the format of a key, searched for in logs
      "images/credentials/formats.ts",
      "tools/lint/",
    ],
  },
  {
    cloud: "Azure",
    // `azure` alone is a vendor of Debian's
    words: /(?:targets|clients)\/azure|debian:azure|\bazure[A-Z]|\bgaller(?:y|ies)\b/i,
    at: [
      "targets/azure/",
      "targets/accounts.ts",
      "targets/models.ts",
      "targets/facts.ts",
      "targets/resources.ts",
      "targets/kinds.ts",
      "targets/target.ts",
      // the names that Debian has in each cloud
      "targets/names.ts",
      "images/model/version.ts",
      // a manifest has the version as Azure wants it
      "images/builds/artifact/identity.ts",
      "tools/sample/text/manifest.ts",
      "clients/azure/",
      // a command about an offer in its Marketplace
      "tools/marketplace.ts",
      "stacks/accounts/",
      "tools/lint/",
    ],
  },
  {
    cloud: "Google Cloud",
    words: /\bgcp\b|google cloud|compute engine|googleapis/i,
    at: [
      "targets/gcp/",
      "targets/accounts.ts",
      "targets/models.ts",
      "targets/facts.ts",
      "targets/resources.ts",
      "targets/kinds.ts",
      "clients/gcp/",
      "stacks/accounts/",
      // Debian's architectures, by the names that clouds have for them
      "images/model/definitions/arches.ts",
      // the format of a key, searched for in logs
      "images/credentials/formats.ts",
      "tools/lint/",
    ],
  },
];

/**
 * @param {string} file below the project's folder
 * @param {string} text
 */
export const wronglyNamed = (file, text) =>
  namedClouds
    .filter(({ words, at }) => words.test(text) && !at.some((place) => file === place || file.startsWith(place)))
    .map(({ cloud }) => cloud);

/** @type {import("eslint").Rule.RuleModule} */
export const cloudsByName = {
  meta: { type: "problem", schema: [] },
  create: (context) => ({
    Program(node) {
      const file = path.relative(context.cwd, context.filename).split(path.sep).join("/");
      for (const cloud of wronglyNamed(file, context.sourceCode.text))
        context.report({
          node,
          message: `${file} names ${cloud}: expected in its target's folder; ask targets/ instead`,
        });
    },
  }),
};
