/** A worker's metrics for Prometheus, at `/metrics`. */
import { createServer, type Server } from "node:http";
import type { FiddlerSpan, MappingIssue } from "litellm-span-mapper";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Assignment } from "./assignment.js";

export class WorkerMetrics {
  readonly registry = new Registry();
  readonly messages = this.#counter("messages_total", "Messages that were read");
  readonly deadLetters = this.#counter("dead_letters_total", "Messages that are no request");
  readonly spans = this.#counter("spans_total", "Spans that were mapped and stored");
  readonly calls = this.#counter("calls_total", "Of them, model calls");
  readonly issues = this.#counter("issues_total", "What the mapper reported", ["code"]);

  constructor(assignment: () => Assignment) {
    collectDefaultMetrics({ register: this.registry });
    const sumOf = (numberOf: (stats: WholeTracesStats) => number) =>
      [...assignment().partitions.values()].reduce((sum, { traces }) => sum + numberOf(traces.stats()), 0);
    for (const member of ["spans", "bytes", "traces"] as const) {
      const help = `How many ${member} wait for their traces to be whole`;
      this.#gauge(`held_${member}`, help, (gauge) => gauge.set(sumOf(({ held }) => held[member])));
    }
    for (const [reason, why] of [["age", "they were too old"] as const, ["bound", "too much was held"] as const]) {
      const help = `Traces that were mapped before they were whole: ${why}`;
      this.#gauge(`incomplete_${reason}_traces`, help, (gauge) =>
        gauge.set(sumOf(({ incomplete }) => incomplete[reason].traces)),
      );
    }
    this.#gauge(
      "lag_messages",
      "Messages that were not read yet",
      async (gauge) => {
        gauge.reset();
        for (const [partition, messages] of await lagOf(assignment())) gauge.set({ partition }, Number(messages));
      },
      ["partition"],
    );
  }

  readonly onIssue = ({ code }: MappingIssue): void => this.issues.inc({ code });

  stored(spans: readonly FiddlerSpan[]): void {
    this.spans.inc(spans.length);
    this.calls.inc(spans.filter(({ type }) => type === "llm").length);
  }

  serve(port: number): Server {
    return createServer(async (request, response) => {
      const isKnown = request.url === "/metrics";
      response.writeHead(isKnown ? 200 : 404, { "content-type": this.registry.contentType });
      response.end(isKnown ? await this.registry.metrics() : "");
    }).listen(port, process.env.METRICS_HOST ?? "127.0.0.1");
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name: `litellm_span_mapper_${name}`, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, collect: (gauge: Gauge) => void | Promise<void>, labelNames: readonly string[] = []): void {
    new Gauge({
      name: `litellm_span_mapper_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        return collect(this);
      },
    });
  }
}

/** Left out while no broker answers, when the other metrics are needed most. */
function lagOf(assignment: Assignment): Promise<ReadonlyMap<number, bigint>> {
  return assignment.lag().catch(() => new Map());
}
