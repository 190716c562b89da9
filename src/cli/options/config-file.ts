import { readFileSync } from "node:fs";
import { type MappingOptions, mapLiteLLMSpan } from "litellm-span-mapper";
import { isObject } from "../otlp/guards.js";

/** An invalid options file, in words for its user. */
export class ConfigError extends Error {}

/**
 * Reads options of the mapping from a JSON file. The library checks them, so that the valid values are listed
 * once.
 */
export function mappingFromFile(path: string): MappingOptions {
  const value = jsonIn(path);
  if (!isObject(value) || Array.isArray(value)) throw new ConfigError(`${path}: must hold a JSON object of options.`);
  if ("onIssue" in value) throw new ConfigError(`${path}: Option "onIssue" is a function, and can't be set in a file.`);
  try {
    mapLiteLLMSpan({}, value);
    return value;
  } catch (error) {
    if (error instanceof TypeError) throw new ConfigError(`${path}: ${error.message}`);
    throw error;
  }
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ConfigError(`${path}: is not JSON: ${error.message}.`);
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new ConfigError(`${path}: can't be read: ${REASONS.get(code) ?? String(code)}.`);
  }
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied"],
  ["EISDIR", "it is a folder"],
]);
