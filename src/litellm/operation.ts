/** What Fiddler makes of a span: a call of a text-generating model, or anything else. */
export type SpanType = "llm" | "chain";

/** `as-shown`: `llm` where the span itself reports a generated text, else `chain`. */
type Verdict = SpanType | "as-shown";

/**
 * Every operation that is known, under its verdict: those that Fiddler's LiteLLM page names, all of LiteLLM's own call types
 * (fixtures/call-types.json; a test compares the two) and OpenTelemetry's operations of agents and tools.
 */
const OPERATIONS: readonly (readonly [Verdict, string])[] = [
  [
    "llm",
    `chat completion acompletion completion_with_retries acompletion_with_retries text_completion atext_completion
    responses aresponses _aresponses_websocket anthropic_messages aanthropic_messages
    generate_content agenerate_content generate_content_stream agenerate_content_stream`,
  ],
  // A route that LiteLLM forwards as it is; Gemini's interactions; runs of OpenAI's assistants: not every one generates text.
  [
    "as-shown",
    `pass_through_endpoint llm_passthrough_route allm_passthrough_route
    create_interaction acreate_interaction run_thread arun_thread run_thread_stream arun_thread_stream`,
  ],
  [
    "chain",
    `embedding aembedding embeddings image_generation aimage_generation image_edit aimage_edit moderation amoderation
    transcription atranscription speech aspeech rerank arerank ocr aocr`,
  ],
  // LiteLLM's other call types: searching, realtime sessions, batches, files, videos, vector stores, containers, tools.
  [
    "chain",
    `search asearch decisions adecisions systemone asystemone extraction aextraction
    _arealtime acreate_realtime_client_secret arealtime_calls acreate_realtime_transcription_session
    acreate_realtime_translation_client_secret arealtime_translation_calls
    create_batch acreate_batch retrieve_batch aretrieve_batch cancel_batch acancel_batch
    get_assistants aget_assistants create_assistants acreate_assistants delete_assistant adelete_assistant
    create_thread acreate_thread get_thread aget_thread add_message a_add_message get_messages aget_messages
    file_retrieve afile_retrieve file_delete afile_delete file_list afile_list create_file acreate_file file_content afile_content
    create_fine_tuning_job acreate_fine_tuning_job cancel_fine_tuning_job acancel_fine_tuning_job
    list_fine_tuning_jobs alist_fine_tuning_jobs retrieve_fine_tuning_job aretrieve_fine_tuning_job
    create_video acreate_video video_generation avideo_generation video_retrieve avideo_retrieve video_content avideo_content
    video_remix avideo_remix video_list avideo_list video_retrieve_job avideo_retrieve_job video_delete avideo_delete
    video_create_character avideo_create_character video_get_character avideo_get_character video_edit avideo_edit
    video_extension avideo_extension
    vector_store_file_create avector_store_file_create vector_store_file_list avector_store_file_list
    vector_store_file_retrieve avector_store_file_retrieve vector_store_file_content avector_store_file_content
    vector_store_file_update avector_store_file_update vector_store_file_delete avector_store_file_delete
    vector_store_create avector_store_create vector_store_search avector_store_search
    ingest aingest query aquery
    create_container acreate_container list_containers alist_containers retrieve_container aretrieve_container
    delete_container adelete_container list_container_files alist_container_files upload_container_file aupload_container_file
    create_sandbox acreate_sandbox delete_sandbox adelete_sandbox run_code arun_code code_interpreter_tool acode_interpreter_tool
    get_responses aget_responses delete_responses adelete_responses cancel_responses acancel_responses
    compact_responses acompact_responses list_input_items alist_input_items
    call_mcp_tool list_mcp_tools send_message asend_message acreate_skill`,
  ],
  ["chain", "invoke_agent create_agent invoke_workflow execute_tool retrieval"],
];

const VERDICTS: ReadonlyMap<string, Verdict> = new Map(
  OPERATIONS.flatMap(([verdict, names]) => names.split(/\s+/).map((name) => [name, verdict] as const)),
);

/**
 * The span type of an operation: `gen_ai.operation.name` or LiteLLM's call type. A span without an operation, or with one that is
 * in no table, is a `chain`. `showsText` is asked where the operation alone does not decide.
 */
export function spanTypeOf(operation: string | undefined, showsText: () => boolean): SpanType {
  const verdict = (operation && VERDICTS.get(operation)) || "chain";
  if (verdict !== "as-shown") return verdict;
  return showsText() ? "llm" : "chain";
}

/** Whether the tables name the operation. */
export function isKnownOperation(operation: string): boolean {
  return VERDICTS.has(operation);
}

/** OpenTelemetry's operations whose spans report sums over the calls beneath them. */
const SUMS: ReadonlySet<string | undefined> = new Set(["invoke_agent", "invoke_workflow"]);

/** Whether spans of the operation report sums over several calls, never a call. */
export function isSumOfCalls(operation: string | undefined): boolean {
  return SUMS.has(operation);
}
