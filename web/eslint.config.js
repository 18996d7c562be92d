import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      complexity: ["error", 10],
      eqeqeq: "error",
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 6],
      "no-console": "error",
      // Trusted types: markup is made of nodes, never of text.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Build nodes: the pages run under require-trusted-types-for 'script'." },
        { property: "outerHTML", message: "Build nodes: the pages run under require-trusted-types-for 'script'." },
        { property: "insertAdjacentHTML", message: "Build nodes: the pages run under require-trusted-types-for 'script'." },
      ],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  { files: ["src/**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
);
