import { describe, expect, test } from "vitest";
import type { Truth } from "../fixtures/record/truth.js";
import { corpusNames, corpusRequests, corpusTruth, mappingOptionsOf, releaseAndSetupOf } from "../fixtures/report/corpus.js";
import { type Cell, cellsOf } from "../fixtures/report/scoring.js";
import { mapLiteLLMTraces, type TracesData } from "../src/index.js";
import { isOfType, spansOf } from "./spans.js";

const TRUTH = corpusTruth();

/** Requests whose calls LiteLLM tells in another number than there were, depending on its release and set-up: which, and why. */
const OTHER_COUNTS: ReadonlyMap<string, readonly [counts: readonly number[], why: string]> = new Map([
  ["chat-bad-key", [[0, 1], "most releases tell a request that the proxy refused as a call of its operation"]],
  ["chat-no-such-model", [[0, 1], "most releases tell a request that the proxy refused as a call of its operation"]],
  ["chat-cache-hit", [[0, 1], "V2 tells a cached answer by a span of the cache alone, default mode as a call"]],
  ["chat-retry", [[1, 2], "default mode tells the last attempt alone, V2 each"]],
  ["generate-content-stream", [[0, 1], "1.77.7 tells no call of it"]],
  ["app-stream", [[1, 2], "without a span of its own, a streamed call leaves a raw request span that holds nothing of it"]],
  ["pass-through-openai", [[0, 1], "LiteLLM tells neither answer nor tokens"]],
  ["app-failed-first", [[1, 2], "LiteLLM writes the second call onto the application's span over the failed first one"]],
  ["completions", [[0, 1], "1.110.2 with custom authentication leaves a raw request span that holds nothing of it"]],
  ["completions-redacted", [[0, 1], "1.110.2 with custom authentication leaves a raw request span that holds nothing of it"]],
  ["responses-stream", [[0, 1, 2], "1.77.7 tells no call of it, 1.81.0 one that failed beside the one that did not"]],
  ["responses-redacted-stream", [[1, 2], "1.81.0 tells a call that failed beside the one that did not"]],
  ["sdk-aresponses-stream", [[1, 2], "1.81.0 tells a call that failed beside the one that did not"]],
  ["chat-fallback", [[1, 2], "default mode with the call on the proxy's root span tells one of two deployments"]],
]);

/** Recordings in which LiteLLM reports calls only by their raw request spans: with recovery on they are calls. */
const RAW_ALONE: ReadonlySet<string> = new Set(["1.83.10-app", "1.110.2-app", "1.110.2-tenant"]);

/** Cells that a recording seems to hold and that are not right all the same: which, and why. */
const NOT_RIGHT: ReadonlyMap<string, string> = new Map([
  ["1.65.8-default chat-gemini-image-answer output", "LiteLLM appends the image to the text"],
  ["1.69.3-default chat-gemini-image-answer output", "LiteLLM appends the image to the text"],
  ["1.74.15-default chat-gemini-image-answer output", "LiteLLM appends the image to the text"],
  [
    "1.109.1-limit-256 chat-multimodal user",
    "the last turn was cut; its text stands before the cut, but the cut hides whether another follows",
  ],
]);

/** LiteLLM's placeholder, or the header it may have passed over. */
const ASKED = /redacted-by-litellm|x-litellm-enable-message-redaction/;

/** Cells that are left absent in every recording that seems to hold them: which, and why. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ["chat-n2-tools output", "both choices call tools, and LiteLLM writes the calls of the second over those of the first"],
]);

function isKnown(recording: string, { label, name, verdict }: Cell & { readonly label: string }): boolean {
  return NOT_RIGHT.has(`${recording} ${label} ${name}`) || (verdict === "absent" && ABSENT.has(`${label} ${name}`));
}

interface Judged {
  readonly label: string;
  readonly truth: Truth;
  readonly input: TracesData;
  readonly mapped: TracesData;
}

function judged(recording: string, recoverFromRawRequest: boolean): readonly Judged[] {
  return corpusRequests(recording).map(({ label, input }) => {
    const truth = TRUTH.get(label);
    if (truth === undefined) throw new Error(`truth.json has no row "${label}", which ${recording} needs`);
    return {
      label,
      truth,
      input,
      mapped: mapLiteLLMTraces(input, { ...mappingOptionsOf(releaseAndSetupOf(recording)[1]), recoverFromRawRequest }),
    };
  });
}

/** Cells of requests with one call; of others it is not known which span is which. */
function cellsIn(requests: readonly Judged[]): readonly (Cell & { readonly label: string; readonly redacted: boolean })[] {
  return requests
    .filter(
      ({ truth, mapped }) =>
        truth.type === "llm" && truth.each === undefined && spansOf(mapped).filter(isOfType("llm")).length === 1,
    )
    .flatMap(({ label, truth, input, mapped }) =>
      cellsOf(truth, input, mapped).map((cell) => ({ ...cell, label, redacted: truth.redacted === true })),
    );
}

test("the corpus holds at least 16 set-ups of 12 releases", () => {
  expect(corpusNames().length).toBeGreaterThanOrEqual(16);
  expect(new Set(corpusNames().map((name) => name.split("-")[0])).size).toBeGreaterThanOrEqual(12);
});

describe.each(corpusNames())("%s", (recording) => {
  const requests = judged(recording, false);
  const cells = cellsIn(requests);
  const recovered = cellsIn(judged(recording, true));

  test.skipIf(RAW_ALONE.has(recording))("tells each call once", () => {
    expect(miscounted(requests)).toEqual([]);
  });

  test("with recovery on, reports each call once", () => {
    expect(miscounted(judged(recording, true))).toEqual([]);
  });

  test("every cell on a call's own span is right; of a redacted call it may be withheld", () => {
    const wrong = cells.filter(
      ({ holder, verdict, redacted }) => holder === "own span" && verdict !== (redacted ? "absent" : "right"),
    );
    expect(wrong.filter((cell) => cell.verdict !== "right" && !isKnown(recording, cell))).toEqual([]);
  });

  test("with recovery on, every cell elsewhere in the trace is right", () => {
    const wrong = recovered.filter(({ holder, verdict, redacted }) => holder === "elsewhere" && verdict !== "right" && !redacted);
    expect(wrong.filter((cell) => !isKnown(recording, cell))).toEqual([]);
  });

  test("with recovery on, what was right stays as it was", () => {
    const told = new Map(recovered.map((cell) => [`${cell.label} ${cell.name}`, cell.got]));
    // Gemini's streams say 0 of 1.109 on, and what they cost in hidden_params.
    const isUntold = ({ name, got }: Cell) => got === undefined || (name === "cost" && got === 0);
    expect(cells.filter((cell) => !isUntold(cell) && told.get(`${cell.label} ${cell.name}`) !== cell.got)).toEqual([]);
  });

  test("what the recording doesn't hold is not invented", () => {
    const invented = [...cells, ...recovered].filter(
      ({ holder, verdict, said }) => holder === "nowhere" && said === null && verdict !== "absent",
    );
    expect(invented).toEqual([]);
  });

  test("of a redacted call nothing of prompt and answer is left, where the trace says that it was asked for", () => {
    for (const { label, truth, input, mapped } of [...requests, ...judged(recording, true)].filter(
      (request) => request.truth.redacted,
    )) {
      if (!ASKED.test(JSON.stringify(input))) continue;
      const left = JSON.stringify(mapped);
      const texts = [truth.system, truth.user, truth.output].filter((text) => typeof text === "string");
      const hidden = [...texts, ...(truth.secrets ?? [])];
      expect(
        hidden.filter((text) => left.includes(text)),
        `${recording} ${label}`,
      ).toEqual([]);
    }
  });

  test("prints its score", () => {
    const held = (holder: string) => cells.filter((cell) => cell.holder === holder);
    const right = (all: readonly Cell[]) => all.filter(({ verdict }) => verdict === "right").length;
    const elsewhere = recovered.filter(({ holder, redacted }) => holder === "elsewhere" && !redacted);
    console.info(
      `${recording.padEnd(24)} own span ${right(held("own span"))}/${held("own span").length}  recovered ${right(elsewhere)}/${elsewhere.length}  told nowhere ${held("nowhere").length}`,
    );
    expect(cells.length).toBeGreaterThan(100);
  });
});

function miscounted(requests: readonly Judged[]): readonly string[] {
  const counts = requests.map(({ label, truth, mapped }) => ({
    label,
    truth,
    got: spansOf(mapped).filter(isOfType("llm")).length,
  }));
  const wrong = counts.filter(({ label, truth, got }) => {
    const [counts] = OTHER_COUNTS.get(label) ?? [[callsOf(truth)]];
    return !counts.includes(got);
  });
  return wrong.map(({ label, truth, got }) => `${label}: ${got} of ${callsOf(truth)}`);
}

function callsOf(truth: Truth): number {
  if (truth.type !== "llm") return 0;
  return truth.each?.length ?? 1;
}
