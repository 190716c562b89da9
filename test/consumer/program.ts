/** What a host writes, to be compiled by the oldest and the newest TypeScript: see docs/compatibility.md. */
import { type FiddlerSpan, fiddlerSpansFrom, type MappingIssue, mapLiteLLMTraces, recordToJSON } from "litellm-span-mapper";
import { rowOf } from "litellm-span-mapper/tables";
import { recordedCaseOf } from "litellm-span-mapper/testing";
import { wholeTraces } from "litellm-span-mapper/whole-traces";

const issues: MappingIssue[] = [];
const { input } = recordedCaseOf("1.83.10-tenant-chat-team-key");
const spans: readonly FiddlerSpan[] = fiddlerSpansFrom(input, { onIssue: (issue) => issues.push(issue) });
const traces = wholeTraces();
traces.add(input, 0);

export const results = spans.map((span) => [span.userInput, rowOf(span).team_alias, recordToJSON(span)]);
export const mapped = [...traces.takeReady(10_000)].map((request) => mapLiteLLMTraces(request));
