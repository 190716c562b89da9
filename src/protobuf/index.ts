/**
 * Maps encoded requests without decoding them.
 *
 * @module litellm-span-mapper/protobuf
 */
export { MalformedProtobufError } from "../wire/malformed-protobuf-error.js";
export { fiddlerSpansOfProtobuf } from "./fiddler-spans.js";
export { mapLiteLLMTracesProtobuf } from "./map-protobuf.js";
