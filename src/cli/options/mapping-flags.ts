import type { MappingOptions } from "litellm-span-mapper";
import { mappingFromFile } from "./config-file.js";
import type { Flag, GivenFlags } from "./flag.js";

/** A flag that sets an option of the mapping, either to a fixed value or to the values that were given. */
type MappingFlag = Flag &
  ({ readonly sets: MappingOptions } | { readonly setsTo: (values: readonly string[]) => MappingOptions });

/**
 * The options of the mapping as flags. A row of this table is all that a flag needs to be parsed, applied and
 * explained.
 */
const MAPPING_FLAG_ROWS: readonly MappingFlag[] = [
  {
    name: "recover",
    help: "take what a call lacks from its raw request span",
    sets: { recoverFromRawRequest: true },
  },
  {
    name: "withhold-raw",
    help: "keep only fields without content on raw request spans",
    sets: { rawRequests: "withhold" },
  },
  {
    name: "keep-duplicates",
    help: "count every span that reports a call, not just one",
    sets: { duplicates: "keep" },
  },
  {
    name: "drop-agent-context",
    help: "remove from the user's text what coding agents add in tags",
    sets: { agentContext: "drop" },
  },
  {
    name: "service-name",
    takes: "NAME",
    help: "a service.name that means LiteLLM, in place of litellm and\nlitellm-proxy; may be repeated",
    setsTo: (serviceNames) => ({ serviceNames }),
  },
  {
    name: "scope-name",
    takes: "NAME",
    help: "an instrumentation scope that means LiteLLM in a resource of\nanother service; may be repeated",
    setsTo: (scopeNames) => ({ scopeNames }),
  },
  {
    name: "type-other-scopes",
    help: "with --scope-name: give the application's own spans the type\nchain, so that Fiddler keeps them and the tree has no holes",
    sets: { otherScopes: "chain" },
  },
];

const CONFIG: Flag = {
  name: "config",
  takes: "FILE",
  help: 'options of the mapping from a JSON file, by the names that the library\nhas for them: {"serviceNames": ["gateway"]}; the flags above take precedence',
};

export const MAPPING_FLAGS: readonly Flag[] = [...MAPPING_FLAG_ROWS, CONFIG];

/**
 * The options of the mapping: those of the file, overridden by those of the flags. Throws a `ConfigError` for
 * an invalid file.
 */
export function mappingIn(given: GivenFlags): MappingOptions {
  const file = given.last(CONFIG.name);
  const fromFile = file === undefined ? {} : mappingFromFile(file);
  const set = MAPPING_FLAG_ROWS.filter(({ name }) => given.has(name));
  return Object.assign({}, fromFile, ...set.map((row) => ("sets" in row ? row.sets : row.setsTo(given.all(row.name)))));
}
