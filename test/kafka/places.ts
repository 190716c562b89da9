import { fileURLToPath } from "node:url";

/** What is built or installed once. Ignored by git. */
export const CACHE = fileURLToPath(new URL("../../node_modules/.cache/kafka/", import.meta.url));
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The files that a user takes as they are. */
export const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
