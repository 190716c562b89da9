import { z } from "zod";
import { faultsOf, type MappingOptions } from "../options.js";

/**
 * The options of the mapping, for a host that reads them from a file. The mapper checks by the same table, so
 * options that pass here never make it throw. Here every fault is reported, and not only the first. The path
 * of each issue is the option.
 */
export const mappingOptionsSchema: z.ZodType<MappingOptions> = z.custom<MappingOptions>().check((context) => {
  for (const { option, message } of faultsOf(context.value)) {
    context.issues.push({
      code: "custom",
      message,
      path: option === undefined ? [] : [option],
      input: context.value,
    });
  }
});
