import { readFileSync } from "node:fs";
import * as mapper from "../../dist/index.js";
import { smoke } from "./smoke.js";

console.log(smoke(mapper, JSON.parse(readFileSync(process.argv[2], "utf8"))));
