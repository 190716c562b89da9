/**
 * Recorded traces of LiteLLM, for the tests of programs that receive them.
 *
 * @module litellm-span-mapper/testing
 */
export {
  type RecordedCase,
  type RecordedCaseName,
  type RecordedText,
  type RecordedTruth,
  recordedCaseNames,
  recordedCaseOf,
  recordedCases,
} from "./recorded-cases.js";
