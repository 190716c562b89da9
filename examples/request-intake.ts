/**
 * What the receiver does with the requests of one form: holds them until their traces are whole, maps them
 * and hands them over.
 */
import { mapLiteLLMSpan, type ResourceSpans, type TracesData } from "litellm-span-mapper";
import type { WholeTraces, WholeTracesOptions } from "litellm-span-mapper/whole-traces";
import { Refusal } from "./otlp-http-body.js";
import type { RequestForm, RequestPart } from "./request-forms.js";
import { MAX_SPANS, partsIn, spansIn } from "./request-size.js";

/** A request in the form that it came in: encoded, where that was protobuf. */
export type OtlpRequest = TracesData | Uint8Array;

export interface IntakeOptions {
  /**
   * Takes requests of whole traces, mapped. Where it rejects, the request is kept, and exporters are asked to
   * wait.
   */
  onMapped(mapped: OtlpRequest): void | Promise<void>;
  /** Takes everything else as it came, at once. Without this, those spans are reported to the exporter as rejected. */
  onOther?(request: OtlpRequest): void | Promise<void>;
  readonly wholeTraces?: WholeTracesOptions;
}

/** Requests of one form: what is held, and what is on its way to `onMapped`, one request after another. */
export class Intake<Request extends OtlpRequest> {
  readonly #form: RequestForm<Request>;
  readonly #options: IntakeOptions;
  readonly #traces: WholeTraces<Request>;
  #next: Request | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(form: RequestForm<Request>, options: IntakeOptions) {
    this.#form = form;
    this.#options = options;
    this.#traces = form.holder(options.wholeTraces);
  }

  /**
   * The number of spans that nobody took. Held spans were acknowledged, so the next request gets a failure to
   * store them.
   */
  async receive(body: Buffer): Promise<number> {
    await this.store();
    const parts = this.#decoded(body);
    if (partsIn(resourcesOf(parts)) > MAX_SPANS) throw new Refusal(413, `A request may have ${MAX_SPANS} spans`);
    const { onOther } = this.#options;
    const others = parts.filter((part) => !isLiteLLMs(part));
    for (const { request } of onOther ? others : []) await onOther?.(request);
    this.#traces.add(this.#form.together(parts.filter(isLiteLLMs).map(({ request }) => request)), Date.now());
    await this.store().catch(() => {});
    return onOther === undefined ? spansIn(resourcesOf(others)) : 0;
  }

  answer(rejectedSpans: number): string | Uint8Array {
    const partialSuccess = { rejectedSpans, errorMessage: "Only spans of LiteLLM are taken here" };
    return this.#form.encode("ExportTraceServiceResponse", rejectedSpans > 0 ? { partialSuccess } : {});
  }

  refusal({ message }: Refusal): string | Uint8Array {
    return this.#form.encode("ErrorStatus", { message });
  }

  /** Stores what is ready; rejects where something could not be stored, which is tried first the next time. */
  store(ready = (): Iterable<Request> => this.#traces.takeReady(Date.now())): Promise<void> {
    this.#work = this.#work.catch(() => {}).then(() => this.#storeAll(ready));
    return this.#work;
  }

  flush(): Promise<void> {
    return this.store(() => this.#traces.flush());
  }

  #decoded(body: Buffer): readonly RequestPart<Request>[] {
    try {
      return this.#form.partsOf(body);
    } catch {
      throw new Refusal(400, "The body is not an ExportTraceServiceRequest");
    }
  }

  async #storeAll(ready: () => Iterable<Request>): Promise<void> {
    await this.#storeNext();
    for (const request of ready()) {
      this.#next = this.#form.map(request);
      await this.#storeNext();
    }
  }

  async #storeNext(): Promise<void> {
    if (this.#next !== undefined) await this.#options.onMapped(this.#next);
    this.#next = undefined;
  }
}

function resourcesOf(parts: readonly RequestPart<unknown>[]): readonly ResourceSpans[] {
  return parts.map(({ resourceSpans }) => resourceSpans);
}

function isLiteLLMs({ resourceSpans: { resource } }: RequestPart<unknown>): boolean {
  return mapLiteLLMSpan({ resource: resource ?? null, scopeSpans: [] }) !== null;
}
