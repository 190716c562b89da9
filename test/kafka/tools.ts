/** What the test needs and no package of npm brings: a Kafka broker's jars, by Maven, and a Collector, built from Go modules. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "./places.js";

export const KAFKA = "4.1.1";
export const COLLECTOR = "0.149.0";

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId><artifactId>broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

const CONTRIB = "github.com/open-telemetry/opentelemetry-collector-contrib";

/** The components of the Collector. The distribution "contrib" has all of them. */
const BUILD = `dist: { module: test/collector, name: collector, output_path: ., version: ${COLLECTOR} }
receivers:
  - gomod: go.opentelemetry.io/collector/receiver/otlpreceiver v${COLLECTOR}
  - gomod: ${CONTRIB}/receiver/kafkareceiver v${COLLECTOR}
extensions:
  - gomod: ${CONTRIB}/extension/healthcheckextension v${COLLECTOR}
processors:
  - gomod: go.opentelemetry.io/collector/processor/batchprocessor v${COLLECTOR}
  - gomod: go.opentelemetry.io/collector/processor/memorylimiterprocessor v${COLLECTOR}
  - gomod: ${CONTRIB}/processor/groupbytraceprocessor v${COLLECTOR}
exporters:
  - gomod: go.opentelemetry.io/collector/exporter/otlphttpexporter v${COLLECTOR}
  - gomod: ${CONTRIB}/exporter/kafkaexporter v${COLLECTOR}
`;

/** The folder of the broker's jars. */
export function brokerJars(): string {
  return once(`kafka-${KAFKA}`, (folder) => {
    writeFileSync(join(folder, "pom.xml"), POM);
    const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
    run("mvn", ["-q", "-B", copy, `-DoutputDirectory=${folder}`, "-DincludeScope=runtime"], folder);
  });
}

/** The Collector's program. */
export function collectorProgram(): string {
  const folder = once(`collector-${COLLECTOR}-${digestOf(BUILD)}`, (made) => {
    writeFileSync(join(made, "build.yaml"), BUILD);
    run("go", ["run", `go.opentelemetry.io/collector/cmd/builder@v${COLLECTOR}`, "--config", "build.yaml"], made);
  });
  return join(folder, "collector");
}

/** Other components, another folder. */
function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** A folder that is made whole or not at all. */
function once(name: string, make: (folder: string) => void): string {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  console.log(`Making ${name}, once`);
  make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

function run(program: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(program, args, { cwd, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, GOFLAGS: "-p=2" } });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).slice(-4000) : "";
    throw new Error(`"${program} ${args.join(" ")}" failed\n${said}`, { cause: error });
  }
}
