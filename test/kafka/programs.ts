/** The programs of the line, each on ports of its own on the loopback interface, with what they may take of memory. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, copyFileSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LoggedProcess, startProcess } from "../../fixtures/record/logged-process.js";
import { freePort, LOOPBACK } from "../../fixtures/record/loopback-server.js";
import { EXAMPLES, ROOT } from "./places.js";
import { brokerJars, collectorProgram } from "./tools.js";

const START_MILLIS = 60_000;

export interface Started {
  readonly process: LoggedProcess;
  /** Where it listens. */
  readonly address: string;
}

export interface Broker extends Started {
  /** Kills it, and starts it again where it was. */
  restart(): Promise<Broker>;
}

/** A broker of `examples/kafka/broker.properties`, with ports and a folder of its own. */
export async function startBroker(folder: string): Promise<Broker> {
  const [port, controller] = [await freePort(0), await freePort(0)];
  const properties = join(folder, "broker.properties");
  copyFileSync(join(EXAMPLES, "kafka/broker.properties"), properties);
  appendFileSync(
    properties,
    `\ncontroller.quorum.voters=1@${LOOPBACK}:${controller}
listeners=PLAINTEXT://${LOOPBACK}:${port},CONTROLLER://${LOOPBACK}:${controller}
advertised.listeners=PLAINTEXT://${LOOPBACK}:${port}
log.dirs=${join(folder, "data")}\n`,
  );
  const java = ["-Xmx512m", "-Xms256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", join(brokerJars(), "*")];
  const format = ["kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", properties];
  execFileSync("java", [...java, ...format], { stdio: ["ignore", "ignore", "pipe"] });
  const run = async (): Promise<Broker> => {
    const process = start("java", [...java, "kafka.Kafka", properties], folder, "broker", {});
    await untilUp(process, () => isListening(port), "The broker");
    const restart = async () => {
      process.child.kill("SIGKILL");
      await once(process.child, "close");
      return run();
    };
    return { process, address: `${LOOPBACK}:${port}`, restart };
  };
  return run();
}

/** A Collector of one of the configuration files in `examples/`; the address is where it takes OTLP over HTTP. */
export async function startCollector(folder: string, file: string, environment: NodeJS.ProcessEnv): Promise<Started> {
  const [port, health] = [await freePort(0), await freePort(0)];
  const address = `${LOOPBACK}:${port}`;
  const process = start(collectorProgram(), ["--config", join(EXAMPLES, file)], folder, file.replaceAll("/", "-"), {
    ...environment,
    OTLP_ENDPOINT: address,
    HEALTH_ENDPOINT: `${LOOPBACK}:${health}`,
    GOMEMLIMIT: "512MiB",
  });
  await untilUp(process, () => isHealthy(`http://${LOOPBACK}:${health}`), "The Collector");
  return { process, address };
}

/** A worker that is started again where it failed, as an orchestrator does; the address is that of its metrics. */
export async function startWorker(folder: string, name: string, environment: NodeJS.ProcessEnv): Promise<Started> {
  const port = await freePort(0);
  const args = ["--max-old-space-size=512", "--import", "tsx", join(EXAMPLES, "kafka/worker.ts")];
  let runs = 0;
  const run = (): LoggedProcess => {
    const settings = { ...environment, METRICS_PORT: String(port) };
    const started = start(globalThis.process.execPath, args, folder, `${name}-${++runs}`, settings);
    started.child.once("close", (code) => {
      if (code === 1) current = run();
    });
    return started;
  };
  let current = run();
  await untilUp(current, () => isListening(port), "The worker");
  return {
    get process() {
      return current;
    },
    address: `${LOOPBACK}:${port}`,
  };
}

function start(program: string, args: readonly string[], folder: string, name: string, more: NodeJS.ProcessEnv): LoggedProcess {
  mkdirSync(folder, { recursive: true });
  const environment = { ...globalThis.process.env, ...more };
  const started = startProcess(program, args, { cwd: ROOT, environment, logFile: join(folder, `${name}.log`) });
  started.child.stdout.resume();
  return started;
}

async function untilUp(started: LoggedProcess, isUp: () => Promise<boolean>, what: string): Promise<void> {
  for (const ends = Date.now() + START_MILLIS; Date.now() < ends; await sleep(100)) {
    if (started.hasEnded()) throw new Error(`${what} ended:\n${started.log().slice(-4000)}`);
    if (await isUp()) return;
  }
  throw new Error(`${what} is not up after ${START_MILLIS / 1000} s:\n${started.log().slice(-4000)}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK)
      .once("connect", () => resolve(true))
      .once("error", () => resolve(false))
      .once("close", () => socket.destroy());
    socket.once("connect", () => socket.end());
  });
}

/** A Collector is, once all its parts have started. */
function isHealthy(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
