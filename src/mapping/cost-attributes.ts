import { FIDDLER, LITELLM } from "../litellm/attribute-names.js";
import type { SpanEdit } from "../reading/span-view.js";

/** Where Fiddler shows the total cost of a call. */
export const TOTAL_COST = FIDDLER.userPrefix + LITELLM.totalCost;

/** With recovery on, adds the total cost that the span holds elsewhere, in place of one that is missing or 0. */
export function addTotalCost(edit: SpanEdit, cost: number | undefined): void {
  if (cost !== undefined) edit.addDouble(TOTAL_COST, cost);
}
