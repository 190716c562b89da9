/** The entry `litellm-span-mapper/tables`: tables of spans for databases, and rows for them. */
export { rowOf, type SpanRow } from "./row.js";
export { TABLE_TARGETS, type TableTarget, tableFor } from "./table.js";
