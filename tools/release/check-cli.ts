/** `npm run release-check`: whether what is here can be released. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { argumentsOf } from "../command.js";
import { hindrances } from "./readiness.js";

const { values } = argumentsOf({
  name: "release-check",
  does: "Says what stands between the repository and a release: links, versions, changelog. Exit code 1: something does.",
  writes: "With --write it gives jsr.json the version of package.json.",
  options: {
    tag: {
      type: "string",
      value: "TAG",
      does: "the tag that is released",
      form: [/^v\d+\.\d+\.\d+/, "a version such as v1.2.3"],
    },
    write: { type: "boolean", does: "writes the version into jsr.json" },
  },
});

const fileAt = (path: string) => new URL(`../../${path}`, import.meta.url);
const textOf = (path: string) => readFileSync(fileAt(path), "utf8");
const manifest = JSON.parse(textOf("package.json"));

if (values.write)
  writeFileSync(fileAt("jsr.json"), textOf("jsr.json").replace(/("version": )"[^"]*"/, `$1"${manifest.version}"`));

const changesets = readdirSync(fileAt(".changeset")).filter((name) => name.endsWith(".md") && name !== "README.md");
const files = { manifest, jsr: JSON.parse(textOf("jsr.json")), changelog: textOf("CHANGELOG.md"), changesets };
for (const hindrance of hindrances(files, values.tag)) {
  console.error(hindrance);
  process.exitCode = 1;
}
