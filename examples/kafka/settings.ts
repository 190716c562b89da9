/** A worker's settings, from its environment. */
export interface WorkerSettings {
  readonly brokers: string[];
  readonly groupId: string;
  readonly inputTopic: string;
  readonly deadLetterTopic: string;
  /** Where mapped requests go, as encoded OTLP. */
  readonly outputTopic: string | undefined;
  /** Where rows go. */
  readonly postgresUrl: string | undefined;
  readonly metricsPort: number;
  /** How long a trace must be quiet to be whole, and how old it may become. */
  readonly quietMillis: number;
  readonly maxAgeMillis: number;
  /** Bytes of encoded spans that all partitions of this worker hold together. */
  readonly heldBytes: number;
  /** Bytes of one message that is written: what the output topic takes. */
  readonly maxMessageBytes: number;
  /** Scopes that are LiteLLM's in traces of other services. */
  readonly scopeNames: readonly string[];
}

const MiB = 1024 * 1024;

/** Reads the settings. Throws an error that names the variable. */
export function settingsFrom(environment: NodeJS.ProcessEnv): WorkerSettings {
  const textOf = (name: string, otherwise: string) => environment[name] || otherwise;
  const numberOf = (name: string, otherwise: number) => {
    const value = Number(textOf(name, String(otherwise)));
    if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a number above 0, not "${environment[name]}"`);
    return value;
  };
  const settings = {
    brokers: textOf("KAFKA_BROKERS", "127.0.0.1:9092").split(","),
    groupId: textOf("GROUP_ID", "litellm-span-mapper"),
    inputTopic: textOf("INPUT_TOPIC", "otlp_spans"),
    deadLetterTopic: textOf("DEAD_LETTER_TOPIC", "otlp_spans_dead"),
    outputTopic: environment.OUTPUT_TOPIC || undefined,
    postgresUrl: environment.POSTGRES_URL || undefined,
    metricsPort: numberOf("METRICS_PORT", 9464),
    quietMillis: numberOf("QUIET_MILLIS", 10_000),
    maxAgeMillis: numberOf("MAX_AGE_MILLIS", 300_000),
    heldBytes: numberOf("HELD_BYTES", 256 * MiB),
    maxMessageBytes: numberOf("MAX_MESSAGE_BYTES", 900_000),
    scopeNames: textOf("SCOPE_NAMES", "").split(",").filter(Boolean),
  };
  if (settings.outputTopic === undefined && settings.postgresUrl === undefined) {
    throw new Error("Nothing would be written: set OUTPUT_TOPIC, POSTGRES_URL or both");
  }
  return settings;
}
