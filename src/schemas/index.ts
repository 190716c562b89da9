/**
 * Zod schemas of what goes in and comes out.
 *
 * @module litellm-span-mapper/schemas
 */
export { fiddlerSpanJSONSchema, fiddlerSpanSchema } from "./fiddler-span-schema.js";
export { mappingOptionsSchema } from "./mapping-options-schema.js";
export { tracesDataSchema } from "./traces-data-schema.js";
