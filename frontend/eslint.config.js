// Strict rules that know the types, Vue's own recommendations; how a line looks is prettier's business alone.
import { defineConfig, globalIgnores } from "eslint/config";
import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

export default defineConfig(
  globalIgnores(["dev-dist/", "src/core/wire.ts"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.vue"],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked, vue.configs["flat/recommended"]],
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: [".vue"] },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-dynamic-delete": "off", // what a screen knows lies in records by id, and things go
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: "error",
      "no-console": ["error", { allow: ["warn", "error"] }],
      "no-restricted-globals": ["error", { name: "alert", message: "A dialog of our own can be read and styled." }],
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/define-macros-order": "error",
      "vue/multi-word-component-names": "off",
      "vue/no-static-inline-styles": "error",
      "vue/no-unused-refs": "error",
      "vue/no-v-html": "error",
      "vue/require-typed-ref": "error",
    },
  },
  prettier,
);
