/** Runs in the page, and the same again in a worker; both tell what came of it in `document.title` as JSON. */
import * as mapper from "../../dist/index.js";
import { smoke } from "./smoke.js";

const outcome = { page: "nothing", worker: "nothing" };
try {
  const cases = await (await fetch("/cases.json")).json();
  outcome.page = smoke(mapper, cases);
  outcome.evalIsRefused = isEvalRefused();
  outcome.worker = await inWorker(cases);
} catch (error) {
  outcome.error = String(error?.stack ?? error);
}
document.title = JSON.stringify(outcome);

function isEvalRefused() {
  try {
    // biome-ignore lint/security/noGlobalEval: that it throws is what is looked for
    globalThis.eval("1");
    return false;
  } catch {
    return true;
  }
}

function inWorker(cases) {
  return new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message ?? "The worker did not start."));
    worker.postMessage(cases);
  });
}
