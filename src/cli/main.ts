import { mapLiteLLMTraces } from "litellm-span-mapper";

console.log(typeof mapLiteLLMTraces);
