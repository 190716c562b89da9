/** `npm run exports`: whether the package holds and exports what exports/ says. */
import { execFileSync } from "node:child_process";
import { argumentsOf } from "../command.js";
import { writeOrCompare } from "../written-files.js";
import { exportReports } from "./exports.js";
import { fileList } from "./packed-files.js";

const { values } = argumentsOf({
  name: "exports",
  does:
    "Builds the package anew and compares the files it holds, and what it exports, with all types, with exports/. " +
    "Exit code 1: it differs.",
  writes: "With --write it writes exports/; read the difference as a user of the package would.",
  options: { write: { type: "boolean", does: "writes what the package is now" } },
});

execFileSync("npm", ["run", "--silent", "prepack"], { stdio: "inherit", shell: process.platform === "win32" });
writeOrCompare("exports", [fileList(), ...exportReports()], values.write);
