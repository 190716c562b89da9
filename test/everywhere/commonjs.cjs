const { readFileSync } = require("node:fs");
const mapper = require("../../dist/index.cjs");

// Node 20 can't require an ES module everywhere; the smoke test itself is one.
import("./smoke.js").then(({ smoke }) => console.log(smoke(mapper, JSON.parse(readFileSync(process.argv[2], "utf8")))));
