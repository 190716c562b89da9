/** The entry `litellm-span-mapper/protobuf`: maps encoded requests without decoding them. */
export { MalformedProtobufError } from "../wire/malformed-protobuf-error.js";
export { fiddlerSpansOfProtobuf } from "./fiddler-spans.js";
export { mapLiteLLMTracesProtobuf } from "./map-protobuf.js";
