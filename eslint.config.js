import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { importDirection } from "./tools/lint/import-direction.js";
import { cloudsByName } from "./tools/lint/named-clouds.js";

const outside = ["fs", "fs/promises", "child_process", "net", "http", "https", "http2", "tls", "dgram", "dns"];
const noOutside = outside.flatMap((name) => [name, `node:${name}`]);
const forbid = (paths, patterns, message) => [
  "error",
  { paths: paths.map((name) => ({ name, message })), patterns: patterns.map((group) => ({ group: [group], message })) },
];

export default defineConfig(
  { ignores: ["node_modules/", ".dev/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { "cloud-images": { rules: { "import-direction": importDirection, "clouds-by-name": cloudsByName } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // the provider interface wants promises, whether or not there is something to wait for
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
  {
    files: ["**/*.ts"],
    ignores: ["**/*.test.ts", "**/*.fixture.ts", "test/**"],
    rules: { "cloud-images/import-direction": "error", "cloud-images/clouds-by-name": "error" },
  },
  {
    files: ["**/*.ts", "**/*.mjs"],
    ignores: ["**/*.test.ts", "**/*.fixture.ts", "test/**", "storage/programs/spawn.mjs"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: ["child_process", "node:child_process"].map((name) => ({
            name,
            allowTypeImports: true,
            message: "programs are started by storage/programs/, which knows the package of each",
          })),
        },
      ],
    },
  },
  {
    files: ["index.ts", "stacks/**/*.ts", "components/**/*.ts", "policy/**/*.ts"],
    ignores: ["**/*.test.ts", "stacks/publication/facts/**"],
    rules: {
      "no-restricted-imports": forbid(
        noOutside,
        [],
        "only provider/, storage/, clients/, targets/, workloads/, tools/ and stacks/publication/facts/ touch disk, processes or network",
      ),
    },
  },
  {
    files: ["images/**/*.ts", "targets/*/model/**/*.ts", "workloads/*/model/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-imports": forbid(noOutside, ["@pulumi/*"], "images/ is pure: no disk, no network, no Pulumi"),
      "no-restricted-globals": ["error", "process", "fetch", "setTimeout", "setInterval"],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "the day is an input" },
        { object: "Math", property: "random", message: "a plan must come out the same again" },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "the day is an input" },
      ],
    },
  },
);
