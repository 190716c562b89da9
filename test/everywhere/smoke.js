/**
 * Maps recorded cases and compares each with its golden. It needs nothing but JavaScript, so that it runs on every Node, in a
 * browser and in a worker, over the package as it was built.
 *
 * @param {{mapLiteLLMTraces: Function, mapLiteLLMSpan: Function}} mapper
 * @param {readonly {name: string, input: object, expected: {mapped: object, issues: readonly string[]}}[]} cases
 * @returns {string} what was done; throws where something differs
 */
export function smoke({ mapLiteLLMTraces, mapLiteLLMSpan }, cases) {
  if (cases.length === 0) throw new Error("There are no cases.");
  for (const { name, input, expected } of cases) {
    const issues = [];
    const onIssue = ({ code, spanId }) => issues.push(`${code} ${spanId}`);
    const before = JSON.stringify(input);
    same(`${name}: the result`, mapLiteLLMTraces(input, { onIssue }), expected.mapped);
    same(`${name}: the issues`, issues, expected.issues);
    same(`${name}: the input afterwards`, input, JSON.parse(before));
    const recovered = mapLiteLLMTraces(input, { recoverFromRawRequest: true, rawRequests: "withhold" });
    same(`${name}: the spans of a second mapping`, mapLiteLLMTraces(recovered), recovered);
    const [resourceSpans] = input.resourceSpans;
    if (mapLiteLLMSpan(resourceSpans) === null) throw new Error(`${name} is not LiteLLM's any more.`);
  }
  let message = "";
  try {
    mapLiteLLMTraces({}, { duplicates: "drop" });
  } catch (error) {
    message = error instanceof TypeError ? error.message : `no TypeError: ${error}`;
  }
  if (!message.includes("duplicates")) throw new Error(`A wrong option gave ${message || "no error"}.`);
  return `${cases.length} cases map to their goldens`;
}

function same(what, actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} differs:\n${a}\n${b}`);
}
