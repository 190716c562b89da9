import { parseArgs } from "node:util";
import { TABLE_TARGETS, tableFor } from "litellm-span-mapper/tables";

const HELP = `Writes the statements that make a table of spans in a database, or the JSON Schema of a record.

Usage: litellm-span-mapper schema --for DATABASE [--table NAME]

  --for DATABASE         one of ${TABLE_TARGETS.join(", ")}
  --table NAME           the table's name; spans by default

  --help                 this text

Examples:
  litellm-span-mapper schema --for duckdb | duckdb traces.db
  litellm-span-mapper schema --for postgres --table traces.spans | psql
`;

/** What the command writes; `fault` is what its arguments can't mean, in words for its user. */
export type SchemaAnswer = { readonly text: string; readonly fault?: never } | { readonly fault: string; readonly text?: never };

/** Answers `schema`, by the arguments behind it. */
export function schemaAnswer(args: readonly string[]): SchemaAnswer {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { for: { type: "string" }, table: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) return { text: HELP };
    const target = TABLE_TARGETS.find((each) => each === values.for);
    if (target !== undefined) return { text: tableFor(target, values.table) };
    const fault = values.for === undefined ? "--for is missing." : `--for can't be ${JSON.stringify(values.for)}.`;
    return { fault: `${fault} Known are: ${TABLE_TARGETS.join(", ")}.` };
  } catch (error) {
    // Both Node's reading of arguments and a wrong table name throw this, with a sentence that says what is wrong.
    if (error instanceof TypeError) return { fault: error.message };
    throw error;
  }
}
