import { type Echoes, echoesOf, NO_ECHOES } from "./duplicates.js";
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
  let index: SpanIndex | undefined;
  const indexOf = () => (index ??= spanIndexOf(readings));
  const leaking = leakingRawSpansOf(readings, indexOf);
  return {
    echoes: settings.demoteDuplicates ? echoesOf(readings, indexOf) : NO_ECHOES,
    withheld: settings.withholdRawRequests ? new Set(readings.filter(isRaw)) : leaking,
    rawRequests: settings.recover ? rawRequestsOf(readings, leaking, indexOf) : NO_RAW_REQUESTS,
  };
}

const NO_RAW_REQUESTS: ReadonlyMap<SpanReading, SpanReading> = new Map();

function isRaw(reading: SpanReading): boolean {
  return reading.isRawRequest;
}

function rawRequestsOf(
  readings: readonly SpanReading[],
  leaking: ReadonlySet<SpanReading>,
  indexOf: () => SpanIndex,
): ReadonlyMap<SpanReading, SpanReading> {
  const rawRequests = new Map<SpanReading, SpanReading>();
  for (const reading of readings) {
    if (!reading.isRawRequest || leaking.has(reading)) continue;
    const call = parentOf(reading, indexOf());
    if (call !== undefined && !rawRequests.has(call)) rawRequests.set(call, reading);
  }
  return rawRequests;
}
