import { z } from "zod";
import { faultsOf, type MappingOptions } from "../options.js";

/**
 * The options of the mapping, for a host that takes them from a file. The mapper itself checks by the same table, so what fits
 * never throws there. Unlike there, every fault is reported and not only the first; each issue's path is the option.
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
