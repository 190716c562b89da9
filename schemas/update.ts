/** `npm run schemas`: whether the JSON Schema file is what the schemas say; with `--write`, makes it so. */
import { fiddlerSpanJSONSchema } from "../src/schemas/index.js";
import { argumentsOf } from "../tools/command.js";
import { writeOrCompare } from "../tools/written-files.js";

const { values } = argumentsOf({
  name: "schemas",
  does: "Compares schemas/fiddler-span.v1.schema.json with the schema in the source. Exit code 1: it differs.",
  writes: "With --write it writes the file.",
  options: { write: { type: "boolean", does: "writes the file" } },
});

const file = new URL("./fiddler-span.v1.schema.json", import.meta.url);
writeOrCompare("schemas", [[file, `${JSON.stringify(fiddlerSpanJSONSchema, null, 2)}\n`]], values.write);
