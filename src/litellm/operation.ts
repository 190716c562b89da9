/** What Fiddler makes of a span: a call of a text-generating model, or anything else. */
export type SpanType = "llm" | "chain";

/** `as-shown`: `llm` where the span itself reports a generated text, else `chain`. */
type Verdict = SpanType | "as-shown";

/**
 * Every known operation, under its verdict: those that Fiddler's LiteLLM page names, all of LiteLLM's own
 * call types (fixtures/call-types.json; a test compares the two) and OpenTelemetry's operations of agents and
 * tools. A `~` means that LiteLLM also has an asynchronous twin, whose name begins with an `a`.
 */
const OPERATIONS: readonly (readonly [Verdict, string])[] = [
  [
    "llm",
    `chat ~completion ~completion_with_retries ~text_completion ~responses _aresponses_websocket ~anthropic_messages
    ~generate_content ~generate_content_stream`,
  ],
  // A route that LiteLLM forwards as it is; Gemini's interactions; runs of OpenAI's assistants: not all of
  // them generate text.
  ["as-shown", "pass_through_endpoint ~llm_passthrough_route ~create_interaction ~run_thread ~run_thread_stream"],
  ["chain", "~embedding embeddings ~image_generation ~image_edit ~moderation ~transcription ~speech ~rerank ~ocr"],
  // LiteLLM's other call types: searching, realtime sessions, batches, files, videos, vector stores, containers, tools.
  [
    "chain",
    `~search ~decisions ~systemone ~extraction
    _arealtime acreate_realtime_client_secret arealtime_calls acreate_realtime_transcription_session
    acreate_realtime_translation_client_secret arealtime_translation_calls
    ~create_batch ~retrieve_batch ~cancel_batch
    ~get_assistants ~create_assistants ~delete_assistant
    ~create_thread ~get_thread add_message a_add_message ~get_messages
    ~file_retrieve ~file_delete ~file_list ~create_file ~file_content
    ~create_fine_tuning_job ~cancel_fine_tuning_job ~list_fine_tuning_jobs ~retrieve_fine_tuning_job
    ~create_video ~video_generation ~video_retrieve ~video_content ~video_remix ~video_list ~video_retrieve_job ~video_delete
    ~video_create_character ~video_get_character ~video_edit ~video_extension
    ~vector_store_file_create ~vector_store_file_list ~vector_store_file_retrieve ~vector_store_file_content
    ~vector_store_file_update ~vector_store_file_delete ~vector_store_create ~vector_store_search ~ingest ~query
    ~create_container ~list_containers ~retrieve_container ~delete_container ~list_container_files ~upload_container_file
    ~create_sandbox ~delete_sandbox ~run_code ~code_interpreter_tool
    ~get_responses ~delete_responses ~cancel_responses ~compact_responses ~list_input_items
    call_mcp_tool list_mcp_tools send_message asend_message acreate_skill`,
  ],
  ["chain", "invoke_agent create_agent invoke_workflow execute_tool retrieval"],
];

const VERDICTS: ReadonlyMap<string, Verdict> = new Map(
  OPERATIONS.flatMap(([verdict, names]) => operationsIn(names).map((name) => [name, verdict] as const)),
);

/** The operations that an entry of the table stands for. */
export function operationsIn(names: string): readonly string[] {
  return names.split(/\s+/).flatMap((name) => (name.startsWith("~") ? [name.slice(1), `a${name.slice(1)}`] : [name]));
}

/**
 * The span type of an operation: `gen_ai.operation.name` or LiteLLM's call type. A span without an operation,
 * or with an unknown one, is a `chain`. `showsText` is only called where the operation alone does not decide.
 */
export function spanTypeOf(operation: string | undefined, showsText: () => boolean): SpanType {
  const verdict = (operation && VERDICTS.get(operation)) || "chain";
  if (verdict !== "as-shown") return verdict;
  return showsText() ? "llm" : "chain";
}

/** Whether the operation is in the table. */
export function isKnownOperation(operation: string): boolean {
  return VERDICTS.has(operation);
}

/** OpenTelemetry's operations whose spans report sums over the calls beneath them. */
const SUMS: ReadonlySet<string | undefined> = new Set(["invoke_agent", "invoke_workflow"]);

/** Whether spans of the operation report sums over several calls, never a call. */
export function isSumOfCalls(operation: string | undefined): boolean {
  return SUMS.has(operation);
}
