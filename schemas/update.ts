/** Writes the JSON Schema file anew: `npm run schemas`. A test compares it with what the schemas say. */
import { writeFileSync } from "node:fs";
import { fiddlerSpanJSONSchema } from "../src/schemas/index.js";

const file = new URL("./fiddler-span.v1.schema.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(fiddlerSpanJSONSchema, null, 2)}\n`);
