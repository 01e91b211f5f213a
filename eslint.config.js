import { defineConfig } from "eslint/config";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Imports point one way: for each room, the rooms it may import from. */
const imports = {
  stacks: ["components", "images"],
  components: ["images"],
  policy: ["images"],
  provider: ["storage", "images"],
  storage: ["images"],
  images: [],
  tools: ["stacks", "components", "storage", "images"],
};
const rooms = Object.keys(imports);

const zones = rooms.flatMap((room) => {
  const banned = rooms.filter((other) => other !== room && !imports[room].includes(other));
  const message = `${room}/ may import from: ${imports[room].join(", ") || "nothing of ours"}`;
  const ban = (target, from) => ({ target, from: from.map((name) => `./${name}`), message });
  if (room !== "stacks") return [ban(`./${room}`, banned)];
  // only facts read records, so only they may know how storage keeps them
  return [
    ban(
      "./stacks/**/!(*.test).ts",
      banned.filter((name) => name !== "storage"),
    ),
    ban("./stacks/!(facts){,/**}", ["storage"]),
  ];
});

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
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js", ".mjs"] } } },
    rules: {
      "import-x/no-cycle": "error",
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
    ignores: ["**/*.test.ts", "test/**"],
    rules: { "import-x/no-restricted-paths": ["error", { zones }] },
  },
  {
    files: ["index.ts"],
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            {
              target: "./index.ts",
              from: rooms.filter((room) => room !== "stacks").map((room) => `./${room}`),
              message: "index.ts picks a role from stacks/, nothing else",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["index.ts", "stacks/**/*.ts", "components/**/*.ts", "policy/**/*.ts"],
    ignores: ["**/*.test.ts", "stacks/facts/**"],
    rules: {
      "no-restricted-imports": forbid(
        noOutside,
        [],
        "only provider/, storage/, tools/ and stacks/facts/ touch disk, processes or network",
      ),
    },
  },
  {
    files: ["images/**/*.ts"],
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
