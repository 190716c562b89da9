import { type SpanType, spanTypeOf } from "../litellm/operation.js";
import { stringOf } from "../otlp/any-value.js";
import { integerIn } from "../otlp/integers.js";
import { messageJsonAt } from "./message-json.js";
import type { Layout } from "./span-layout.js";
import { type SpanView, textIn } from "./span-view.js";

/**
 * The type by operation. A call whose operation the attribute limit dropped still shows the answer (before
 * 1.80.17).
 */
export function spanTypeIn(view: SpanView, operation: string | undefined): SpanType {
  const { layout } = view;
  if (layout.hasOtherVocabularyOnly) return "chain";
  if (operation === undefined) return layout.indexed.some(isAnswer) ? "llm" : "chain";
  return spanTypeOf(operation, () => showsText(view));
}

function isAnswer({ list, field }: Layout["indexed"][number]): boolean {
  return list === "completions" && (field === "role" || field === "content");
}

/** Whether a span reports a generated text: an answer, or tokens in and out of a model. */
function showsText(view: SpanView): boolean {
  const { layout } = view;
  const { outputMessages, requestModel, inputTokens, promptTokens, outputTokens, completionTokens } = layout.sources;
  const hasOutput = outputMessages !== undefined && !NO_MESSAGES.has(stringOf(view.valueAt(outputMessages))?.trim());
  if (hasOutput || layout.indexed.some(isAnswer)) return true;
  if (asksForText(view)) return true;
  const hasTokens = [inputTokens ?? promptTokens, outputTokens ?? completionTokens].every((at) => isCount(view, at));
  return hasTokens && textIn(view, requestModel) !== undefined;
}

/** A count other than 0, which LiteLLM writes where it passed something through without reading it. */
function isCount(view: SpanView, at: number | undefined): boolean {
  const value = at === undefined ? undefined : view.valueAt(at);
  return (integerIn(value) ?? 0n) > 0n;
}

/**
 * Whether the request asks for a generated text. LiteLLM writes the body of a request that it passes through,
 * as JSON, in place of the user's message. A request that counts tokens has messages too, but neither a token
 * limit nor a stream.
 */
function asksForText(view: SpanView): boolean {
  const { sources, indexed } = view.layout;
  const prompt = indexed.find(({ list, field }) => list === "prompts" && field === "content");
  const input = messageJsonAt(view, sources.inputMessages ?? prompt?.at) ?? "";
  const messagesAt = input.search(HAS_MESSAGES);
  return messagesAt !== -1 && ASKS_FOR_TEXT.test(input) && !IS_BATCH.test(input.slice(0, messagesAt));
}

const HAS_MESSAGES = /["'](?:messages|contents)\\*["']:\s?\[/;
const ASKS_FOR_TEXT = /["'](?:stream\\*["']:\s?[tT]rue|max(?:_(?:completion_|output_)?tokens|(?:Output)?Tokens)\\*["']:\s?\d)/;
/** A list of requests is accepted, and answered later. */
const IS_BATCH = /\{\s?\\*["']requests\\*["']:\s?\[\s?\{/;

const NO_MESSAGES: ReadonlySet<string | undefined> = new Set(["", "[]", "null"]);
