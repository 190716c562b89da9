import { ENTRIES } from "./entries.js";

/** The API reference, made as Markdown for the site. */
export default {
  plugin: ["typedoc-plugin-markdown"],
  tsconfig: "../src/tsconfig.json",
  entryPoints: ENTRIES.map(({ source }) => source),
  out: "api",
  name: "API",
  readme: "none",
  router: "module",
  entryFileName: "index",
  groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables", "*"],
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  parametersFormat: "table",
  tableColumnSettings: { hideSources: true, hideDefaults: true, hideModifiers: true },
  disableSources: true,
  useHTMLAnchors: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  excludePrivate: true,
  intentionallyNotExported: ["CASE_NAMES", "IssueSeverity"],
  treatWarningsAsErrors: true,
  logLevel: "Warn",
};
