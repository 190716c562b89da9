/** The entry `litellm-span-mapper/testing`: recorded traces of LiteLLM for the tests of whoever takes them in. */
export {
  type RecordedCase,
  type RecordedCaseName,
  type RecordedText,
  type RecordedTruth,
  recordedCaseNames,
  recordedCaseOf,
  recordedCases,
} from "./recorded-cases.js";
