import { describe, expect, test } from "vitest";
import { mediaJsonOf } from "../src/messages/media.js";

const LARGE = "QUJD".repeat(25_000);
const SIZE = 75_000;

describe("large base64 data are shown by media type and size", () => {
  test.each<[string, unknown, unknown]>([
    [
      "OpenAI's image",
      { type: "image_url", image_url: { url: `data:image/png;base64,${LARGE}` } },
      { type: "image_url", image_url: { url: `image/png, ${SIZE} bytes` } },
    ],
    [
      "Responses' image",
      { type: "input_image", image_url: `data:image/webp;base64,${LARGE}` },
      { type: "input_image", image_url: `image/webp, ${SIZE} bytes` },
    ],
    [
      "a parameter before base64",
      { type: "file", file: { file_data: `data:text/plain;charset=utf-8;base64,${LARGE}` } },
      { type: "file", file: { file_data: `text/plain, ${SIZE} bytes` } },
    ],
    [
      "OpenAI's audio",
      { type: "input_audio", input_audio: { data: LARGE, format: "wav" } },
      { type: "input_audio", input_audio: { data: `wav, ${SIZE} bytes`, format: "wav" } },
    ],
    [
      "a file without a type",
      { type: "input_file", file_data: LARGE },
      { type: "input_file", file_data: `base64 data, ${SIZE} bytes` },
    ],
    [
      "Anthropic's source",
      { type: "image", source: { type: "base64", media_type: "image/png", data: LARGE } },
      { type: "image", source: { type: "base64", media_type: "image/png", data: `image/png, ${SIZE} bytes` } },
    ],
    [
      "Gemini's data",
      { inlineData: { mimeType: "image/png", data: LARGE } },
      { inlineData: { mimeType: "image/png", data: `image/png, ${SIZE} bytes` } },
    ],
    [
      "Gemini's data in snake case",
      { inline_data: { mime_type: "image/png", data: LARGE } },
      { inline_data: { mime_type: "image/png", data: `image/png, ${SIZE} bytes` } },
    ],
    [
      "OpenTelemetry's blob",
      { type: "blob", mime_type: "image/png", content: LARGE },
      { type: "blob", mime_type: "image/png", content: `image/png, ${SIZE} bytes` },
    ],
    ["with padding", { type: "file", data: `${LARGE}QQ==` }, { type: "file", data: `base64 data, ${SIZE + 1} bytes` }],
    ["for URLs", { type: "file", data: `${LARGE}_-_-` }, { type: "file", data: `base64 data, ${SIZE + 3} bytes` }],
  ])("%s", (_what, part, shown) => {
    expect(mediaJsonOf([part])).toBe(JSON.stringify([shown]));
  });

  test.each<[string, unknown]>([
    ["below 100,000 characters", { type: "file", data: LARGE.slice(1) }],
    ["below, but for the URL's prefix", { type: "file", data: `data:image/png;base64,${LARGE.slice(1)}` }],
    ["a text beside media", { type: "text", text: LARGE }],
    ["a document that is text", { type: "document", source: { type: "text", media_type: "text/plain", data: LARGE } }],
    ["what is not base64", { type: "file", data: `${LARGE}.` }],
    ["a URL of other data", { type: "file", data: `data:text/plain,${LARGE}` }],
  ])("but not %s", (_what, part) => {
    expect(mediaJsonOf([part])).toBe(JSON.stringify([part]));
  });

  test("a text that is a part stays", () => {
    expect(mediaJsonOf([LARGE, {}])).toBe(JSON.stringify([LARGE, {}]));
  });
});
