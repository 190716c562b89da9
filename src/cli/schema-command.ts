import { TABLE_TARGETS, tableFor } from "litellm-span-mapper/tables";
import type { Flag, GivenFlags } from "./options/flag.js";
import { UsageError } from "./options/usage-error.js";

const TARGETS = TABLE_TARGETS.join(", ");

export const SCHEMA_FLAGS: readonly Flag[] = [
  { name: "for", takes: "DATABASE", help: `${TABLE_TARGETS.slice(0, -1).join(", ")}\nor ${TABLE_TARGETS.at(-1)}` },
  { name: "table", takes: "NAME", help: "the table's name; spans by default" },
];

/** The schema that the user asked for. Throws a `UsageError` for an unknown database or an invalid name. */
export function schemaIn(given: GivenFlags): string {
  const asked = given.last("for");
  const target = TABLE_TARGETS.find((each) => each === asked);
  if (target === undefined) {
    const fault = asked === undefined ? "--for is missing." : `--for can't be ${JSON.stringify(asked)}.`;
    throw new UsageError(`${fault} Known values: ${TARGETS}.`);
  }
  try {
    return tableFor(target, given.last("table"));
  } catch (error) {
    // An invalid table name; the message says which names are valid.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}
