import { type Echoes, echoesOf } from "./duplicates.js";
import type { Settings } from "./options.js";
import { leakingRawSpansOf } from "./redaction.js";
import { parentOf, type SpanIndex, spanIndexOf } from "./span-index.js";
import type { SpanReading } from "./span-reading.js";

/** What is known of a span only beside the others of the same call of the mapper. */
export interface CrossSpanFindings {
  readonly echoes: Echoes;
  /** Raw request spans whose content is to be withheld. */
  readonly withheld: ReadonlySet<SpanReading>;
  /** With recovery on, the raw request span of a call; none where the call is redacted. */
  readonly rawRequests: ReadonlyMap<SpanReading, SpanReading>;
}

/** Looks at all spans of one call of the mapper together. Linear in their number but for sorting; next to nothing where no rule applies. */
export function findingsAcross(readings: readonly SpanReading[], settings: Settings): CrossSpanFindings {
  const raw: SpanReading[] = [];
  const calls: SpanReading[] = [];
  for (const reading of readings) {
    if (reading.isRawRequest) raw.push(reading);
    else if (reading.type === "llm" && !reading.isMapped) calls.push(reading);
  }
  let index: SpanIndex | undefined;
  const indexOf = () => (index ??= spanIndexOf(readings));
  const leaking = leakingRawSpansOf(raw, readings, indexOf);
  return {
    echoes: echoesOf(settings.demoteDuplicates ? calls : [], raw, indexOf),
    withheld: settings.withholdRawRequests ? new Set(raw) : leaking,
    rawRequests: rawRequestsOf(settings.recover ? raw : [], leaking, indexOf),
  };
}

function rawRequestsOf(
  raw: readonly SpanReading[],
  leaking: ReadonlySet<SpanReading>,
  indexOf: () => SpanIndex,
): ReadonlyMap<SpanReading, SpanReading> {
  const rawRequests = new Map<SpanReading, SpanReading>();
  for (const reading of raw) {
    if (leaking.has(reading)) continue;
    const call = parentOf(reading, indexOf());
    if (call !== undefined && !rawRequests.has(call)) rawRequests.set(call, reading);
  }
  return rawRequests;
}
