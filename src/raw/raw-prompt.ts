import { apiOf } from "../litellm/api.js";
import { apiOfFields, systemOfRequest, userOfRequest } from "../messages/request-prompt.js";
import type { RawRequest } from "./raw-request.js";

/**
 * The system prompt of a raw request. The call's operation decides which API it is; without one, the fields
 * of request and response do.
 */
export function rawSystemOf(raw: RawRequest, operation: string | undefined): string | undefined {
  return systemOfRequest(raw, apiOf(operation) ?? apiOfFields(raw));
}

/** The user input of a raw request. */
export function rawUserOf(raw: RawRequest, dropsContext: boolean): string | undefined {
  return userOfRequest(raw, dropsContext);
}
