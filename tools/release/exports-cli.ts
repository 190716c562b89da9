/** `npm run exports`: whether the package exports what exports/ says. */
import { argumentsOf } from "../command.js";
import { writeOrCompare } from "../written-files.js";
import { exportReports } from "./exports.js";

const { values } = argumentsOf({
  name: "exports",
  does: "Compares what the built package exports, with all types, with the files in exports/. Build first. Exit code 1: it differs.",
  writes: "With --write it writes exports/; read the difference as a user of the package would.",
  options: { write: { type: "boolean", does: "writes what the package exports now" } },
});

writeOrCompare("exports", exportReports(), values.write);
