import packageJson from "../package.json" with { type: "json" };

/**
 * The entries of the package that are modules, each with its source. Of each, the API reference has a page, under the name that the
 * tag `@module` in the source gives.
 */
export const ENTRIES = Object.keys(packageJson.exports)
  .filter((path) => !path.endsWith(".json"))
  .map((path) => ({ name: path.replace(".", packageJson.name), source: `${path.replace(".", "../src")}/index.ts` }));
