/** `npm run bench`: builds the package and the benchmark, and runs it in a Node of its own. */
import { execFileSync } from "node:child_process";
import { argumentsOf, WHOLE_NUMBER } from "../tools/command.js";

const { values } = argumentsOf({
  name: "bench",
  does: "Measures the built package beside JSON.parse and JSON.stringify and beside others, and prints the figures.",
  writes: "With --write it writes them into bench/results.json.",
  options: {
    against: { type: "string", value: "FILE", does: "measures another build beside it: the path of its index.js" },
    rounds: { type: "string", value: "N", default: "200", does: "samples of each figure", form: WHOLE_NUMBER },
    write: { type: "boolean", does: "writes bench/results.json" },
  },
});

const run = (command: string, ...args: readonly string[]) => execFileSync(command, args, { stdio: "inherit" });
const BUNDLE = ["--no-config", "--silent", "--format", "esm", "--target", "node20", "-d", ".bench"];

run("tsup", "--silent");
const OTHERS = [
  "@arizeai/openinference-genai",
  "protobufjs",
  "protobufjs/ext/descriptor.js",
  "@bufbuild/protobuf",
  "@bufbuild/protobuf/wkt",
];
run("tsup", "bench/run.ts", ...BUNDLE, ...OTHERS.flatMap((other) => ["--external", other]));
run(
  process.execPath,
  ...["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64", ".bench/run.js", "--rounds", values.rounds],
  ...(values.against === undefined ? [] : ["--against", values.against]),
  ...(values.write ? ["--write"] : []),
);
