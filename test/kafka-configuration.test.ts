/** What users start by Docker Compose or Helm is what `npm run test:kafka` runs: the same files, topics and versions. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settingsFrom } from "../examples/kafka/settings.js";
import { TOPICS } from "./kafka/line.js";
import { EXAMPLES } from "./kafka/places.js";
import { COLLECTOR, KAFKA } from "./kafka/tools.js";

const FOLDER = join(EXAMPLES, "kafka");
const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
}

const services: ReadonlyMap<string, Service> = new Map(Object.entries(parse(textOf("compose.yaml")).services));
const mountsOf = ({ volumes = [] }: Service) =>
  volumes.map((volume) => volume.split(":")[0] ?? "").filter((source) => source.startsWith("./"));

/** The names that a Collector's file reads from its environment, without those that have a default. */
const neededBy = (file: string) => new Set([...textOf(file).matchAll(/\$\{env:(\w+)\}/g)].map(([, name]) => name));

test("the test runs the files that Compose mounts", () => {
  const program = readFileSync(new URL("kafka/programs.ts", import.meta.url), "utf8");
  const line = readFileSync(new URL("kafka/whole-line.ts", import.meta.url), "utf8");
  const mounted = [...services.values()].flatMap(mountsOf).map((source) => source.slice(2));
  expect(mounted.sort()).toEqual(["broker.properties", "collector-back.yaml", "collector-front.yaml"]);
  for (const file of mounted) expect(`${program}${line}`).toContain(`"kafka/${file}"`);
});

test("Compose starts the versions that are tested", () => {
  const images = new Set([...services.values()].flatMap(({ image }) => image ?? []));
  expect([...images].sort()).toEqual([`apache/kafka:${KAFKA}`, `otel/opentelemetry-collector-contrib:${COLLECTOR}`]);
});

test("Compose makes each topic that is read or written", () => {
  const made = [...String(services.get("topics")?.command).matchAll(/^topic (\w+) /gm)].map(([, topic]) => topic);
  expect(made.sort()).toEqual(Object.values(TOPICS).sort());
  expect(parse(textOf("collector-front.yaml")).exporters.kafka.traces.topic).toBe(TOPICS.input);
  expect(parse(textOf("collector-back.yaml")).receivers.kafka.traces.topics).toEqual([TOPICS.output]);
  const { environment = {} } = services.get("worker") ?? {};
  const { inputTopic, outputTopic, deadLetterTopic } = settingsFrom(environment);
  expect({ input: inputTopic, output: outputTopic, dead: deadLetterTopic }).toEqual(TOPICS);
});

test("no topic takes smaller messages than who writes to it", () => {
  const broker = new Map(
    textOf("broker.properties")
      .split("\n")
      .map((line) => line.split("=") as [string, string]),
  );
  const written = parse(textOf("collector-front.yaml")).exporters.kafka.producer.max_message_bytes;
  expect(String(services.get("topics")?.command)).toContain(
    `otlp_spans --partitions 12 --config retention.ms=86400000 --config max.message.bytes=${written}`,
  );
  expect(Number(broker.get("message.max.bytes"))).toBe(2 * written);
  expect(parse(textOf("collector-back.yaml")).receivers.kafka.max_partition_fetch_size).toBe(2 * written);
});

describe.each(["front", "back"])("the Collector in %s", (name) => {
  const file = `collector-${name}.yaml`;
  const values = parse(textOf(`helm/collector-${name}.values.yaml`));

  test("gets what its file asks for, from Compose and from Helm", () => {
    const environment = services.get(name)?.environment ?? {};
    const byHelm = new Set(values.extraEnvs.map((variable: { readonly name: string }) => variable.name));
    for (const variable of neededBy(file)) expect(environment).toHaveProperty(String(variable));
    expect(byHelm).toEqual(new Set(Object.keys(environment)));
  });

  test("has the same version and file in Helm", () => {
    expect(`${values.image.repository}:${values.image.tag}`).toBe(services.get(name)?.image);
    expect(textOf(`helm/collector-${name}.values.yaml`)).toContain(
      `create configmap ${values.configMap.existingName} --from-file=relay=examples/kafka/${file}`,
    );
  });
});

describe("the worker", () => {
  test("gets the same from Kubernetes as from Compose", () => {
    const [{ env }] = parse(textOf("helm/worker.yaml")).spec.template.spec.containers;
    const told = Object.fromEntries(env.map(({ name, value }: Readonly<Record<string, string>>) => [name, value]));
    expect(told).toEqual(services.get("worker")?.environment);
  });

  test("has an image with all that it imports", () => {
    const { context = "", dockerfile = "" } = services.get("worker")?.build ?? {};
    const text = readFileSync(join(FOLDER, context, dockerfile), "utf8");
    const installed =
      /npm install (.*)/
        .exec(text)?.[1]
        ?.replaceAll(/(?<=\w)@\d+/g, "")
        .split(" ") ?? [];
    const copied = [...text.matchAll(/^COPY (\S+) /gm)].map(([, source]) => source);
    expect(copied).toEqual(["proto", "kafka/*.ts"]);
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ts"))) {
      for (const [, from = ""] of textOf(file).matchAll(/ from "([^"]+)"/g)) {
        if (from.startsWith("node:")) continue;
        if (from.startsWith(".")) expect(existsSync(join(FOLDER, from.replace(/\.js$/, ".ts")))).toBe(true);
        else
          expect(installed).toContain(
            from
              .split("/")
              .slice(0, from.startsWith("@") ? 2 : 1)
              .join("/"),
          );
      }
    }
  });

  test.each<[string, NodeJS.ProcessEnv, string]>([
    ["no output", {}, "Nothing would be written: set OUTPUT_TOPIC, POSTGRES_URL or both"],
    ["a time that is no number", { OUTPUT_TOPIC: "x", QUIET_MILLIS: "10s" }, 'QUIET_MILLIS must be a number above 0, not "10s"'],
    ["no bytes", { OUTPUT_TOPIC: "x", HELD_BYTES: "0" }, 'HELD_BYTES must be a number above 0, not "0"'],
  ])("says what is wrong with its settings: %s", (_name, environment, message) => {
    expect(() => settingsFrom(environment)).toThrow(message);
  });
});
