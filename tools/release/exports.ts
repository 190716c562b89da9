import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, type ExtractorLogLevel } from "@microsoft/api-extractor";
import type { MadeFile } from "../written-files.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** The entries of the package with types: `index` is the package's own name. */
const ENTRIES = Object.keys(exports)
  .filter((path) => !path.endsWith(".json"))
  .map((path) => (path === "." ? "index" : path.slice(2)));

/** A report for each entry of the package as it was built: every export, with its type. */
export function exportReports(): readonly MadeFile[] {
  const folder = mkdtempSync(join(tmpdir(), "exports-"));
  try {
    return ENTRIES.map((entry) => [new URL(`../../exports/${entry}.api.md`, import.meta.url), reportOf(entry, folder)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportOf(entry: string, folder: string): string {
  const reportFolder = join(folder, entry);
  mkdirSync(reportFolder);
  const logLevel = "none" as ExtractorLogLevel.None;
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: ROOT,
      // The types of `testing` are those of its CommonJS module.
      mainEntryPointFilePath: join(ROOT, `dist/${entry}.d.${entry === "testing" ? "cts" : "ts"}`),
      compiler: { tsconfigFilePath: join(ROOT, "src/tsconfig.json") },
      apiReport: { enabled: true, reportFolder, reportTempFolder: reportFolder, reportFileName: entry },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel } },
        extractorMessageReporting: { default: { logLevel } },
        tsdocMessageReporting: { default: { logLevel } },
      },
      newlineKind: "lf",
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, "package.json"),
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  return readFileSync(join(reportFolder, `${entry}.api.md`), "utf8");
}
