/** What can be wrong with a trace, or was withheld from it. */
export type IssueCode =
  | "application-id-missing"
  | "application-id-invalid"
  | "operation-unknown"
  | "messages-invalid"
  | "messages-truncated"
  | "token-count-invalid"
  | "duplicate-call"
  | "redacted-content-withheld"
  | "raw-request-unreadable"
  | "litellm-not-recognised"
  | "call-not-told"
  | "attributes-dropped"
  | "credential-withheld";

/** `info`: the mapper did its work. `warning`: somebody should change a set-up, or look at what was lost. */
export type IssueSeverity = "info" | "warning";

const INFO: ReadonlySet<IssueCode> = new Set(["duplicate-call", "redacted-content-withheld", "credential-withheld"]);

/** One finding about one span. It never holds prompt text. */
export interface MappingIssue {
  readonly code: IssueCode;
  readonly severity: IssueSeverity;
  /** For a person: what was found, and what became of it. */
  readonly message: string;
  /**
   * Lower-case hex, whatever form the input has; for an issue of a whole resource, the id of its first
   * LiteLLM span, or `""`.
   */
  readonly traceId: string;
  /** Lower-case hex, as `traceId`. */
  readonly spanId: string;
  /** The attribute the issue is about, by its name in the input. */
  readonly key?: string;
}

/** Reports an issue of the span it was made for. */
export type Report = (code: IssueCode, message: string, key?: string) => void;

/** A report that costs nothing, for hosts without a callback. */
export const ignoreIssue: Report = () => {};

/** The ids of a span, as lower-case hex; read only when something is reported. */
interface SpanIds {
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

/** Binds the host's callback to one span. */
export function reportFor(onIssue: ((issue: MappingIssue) => void) | undefined, span: SpanIds | undefined): Report {
  if (onIssue === undefined) return ignoreIssue;
  return (code, message, key) => {
    const { traceId = "", spanId = "" } = span ?? {};
    const severity = INFO.has(code) ? "info" : "warning";
    onIssue({ code, severity, message, traceId, spanId, ...(key === undefined ? {} : { key }) });
  };
}
