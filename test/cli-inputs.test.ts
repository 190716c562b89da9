import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { caseFile, expectedOf, folder, inputOf, linesOf, run, spanOf, string, tracesOf, written } from "./cli-program.js";
import { otlpJson } from "./otlp-forms.js";

const CASES = ["1.83.10-chat-simple", "1.106.10-responses", "1.83.10-chat-error-429"] as const;

const json = (name: string) => Buffer.from(JSON.stringify(inputOf(name)));
const protobuf = (name: string) => otlpJson.encode(inputOf(name) as never);
const framed = (messages: readonly Uint8Array[]) => Buffer.concat(messages.flatMap((message) => [lengthOf(message), message]));

function lengthOf(message: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.byteLength);
  return length;
}

/** A frame of zstd that stores its content as it is: what any decompressor takes, written without a compressor. */
function zstd(content: Uint8Array): Buffer {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.byteLength; at += 0x10000) {
    const block = content.subarray(at, at + 0x10000);
    blocks.push(blockHeader(at + block.byteLength === content.byteLength, 0, block.byteLength), block);
  }
  return Buffer.concat([ZSTD_HEADER, ...blocks]);
}

/** Magic number, no content size, and a window of 1 MiB. */
const ZSTD_HEADER = Buffer.from("28b52ffd0050", "hex");

function blockHeader(isLast: boolean, type: number, size: number): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (type << 1) | Number(isLast), 0, 3);
  return header;
}

/** What the compressor of zstd 1.5 made of eight spans, with references back, tables of its own and a checksum. */
const COMPRESSED =
  "KLUv/QRoVQYAwkoiGXDPA5ChFEHabU87piu22kdZIwXWS53+ZwhZyUpWclM6pyBIGSOE77XcDmjtFugIX5w7na5xXYkX3VDfg8sPUg4MEyVT5yOeMGnjrotmjK9u8e0m+VRR9XbLSs4tRdHjJ2rEma4V+dWtX/Ip+Ppc9m8XjT302Foei7F3VnRS9J28Or5ai7pvOwscIADD2gM6uejt2EVldxdlO7no7dhFZXcXZekEeSA1EyFK3neA6UdBFg52fp+5hWdgEDD3AhHkHR3jqy2HAeNdVk8=";

const mappedOf = (input: Uint8Array | string) => {
  const { status, stdout, stderr } = run(["map"], { input });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return linesOf(stdout).map((line) => JSON.parse(line));
};

describe("bytes", () => {
  const lines = () => Buffer.concat(CASES.flatMap((name) => [json(name), Buffer.from("\n")]));
  test.each([
    ["lines in gzip", () => gzipSync(lines())],
    [
      "several members of gzip",
      () => Buffer.concat(CASES.map((name) => gzipSync(Buffer.concat([json(name), Buffer.from("\n")])))),
    ],
    ["lines in zstd", () => zstd(lines())],
    [
      "several frames of zstd, with one that is to be skipped",
      () => Buffer.concat([Buffer.from("502a4d1803000000aabbcc", "hex"), ...CASES.map((name) => zstd(json(name)))]),
    ],
    ["gzip in zstd", () => zstd(gzipSync(lines()))],
    ["documents without line breaks", () => Buffer.concat(CASES.map(json))],
    ["documents with blanks between them", () => Buffer.from(CASES.map((name) => json(name).toString()).join("  \t "))],
    ["messages of JSON behind their lengths", () => framed(CASES.map(json))],
    [
      "messages of zstd behind their lengths, as the Collector's file exporter compresses",
      () => framed(CASES.map((name) => zstd(json(name)))),
    ],
    [
      "documents over many lines, the next on the last line of one",
      () => Buffer.from(CASES.map((name) => JSON.stringify(inputOf(name), null, 2)).join("")),
    ],
  ])("reads %s", (_, input) => {
    const { status, stdout, stderr } = run(["map"], { input: input() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const documents = JSON.parse(`[${stdout.trimEnd().replaceAll(/\n(?=\{)/g, ",")}]`);
    expect(documents).toEqual(CASES.map(expectedOf));
  });

  test.each([
    ["a body of protobuf", (name: string) => protobuf(name)],
    ["protobuf in gzip", (name: string) => gzipSync(protobuf(name))],
    ["protobuf behind its length", (name: string) => framed([protobuf(name)])],
    ["protobuf in zstd behind its length", (name: string) => framed([zstd(protobuf(name))])],
  ])("reads %s, and writes it as OTLP/JSON", (_, inputFor) => {
    for (const name of CASES) {
      const [mapped, ...more] = mappedOf(inputFor(name));
      expect(more).toEqual([]);
      expect(Buffer.from(otlpJson.encode(mapped))).toEqual(Buffer.from(otlpJson.encode(expectedOf(name) as never)));
    }
  });

  test("keeps what JSON can't hold as numbers: NaN, large integers, bytes", () => {
    const attributes = [
      { key: "a", value: { doubleValue: "NaN" } },
      { key: "b", value: { intValue: "9007199254740993" } },
      { key: "c", value: { bytesValue: "AAEC" } },
      { key: "d", value: { kvlistValue: { values: [{ key: "e", value: { arrayValue: { values: [{ boolValue: true }] } } }] } } },
    ];
    const traces = tracesOf("litellm", [spanOf("00f067aa0ba902b7", "a", 1, { attributes })]);
    const [mapped] = mappedOf(otlpJson.encode(traces as never));
    expect(mapped.resourceSpans[0].scopeSpans[0].spans[0].attributes.slice(0, 4)).toEqual(attributes);
  });

  test("reads what zstd compressed", () => {
    const [mapped] = mappedOf(Buffer.from(COMPRESSED, "base64"));
    const names = mapped.resourceSpans[0].scopeSpans[0].spans.map(({ name }: { name: string }) => name);
    expect(names).toEqual(Array.from({ length: 8 }, (_, at) => `span ${at}`));
  });

  test("reads times as two halves", () => {
    const halves = {
      startTimeUnixNano: { low: 1380648192, high: 418077033 },
      endTimeUnixNano: { low: 1406015232, high: 418077033 },
    };
    const input = JSON.stringify(tracesOf("litellm", [spanOf("00f067aa0ba902b7", "a", 1, halves)]));
    expect(run(["explain"], { input }).stdout).toMatch(/^a +chain +no operation +25 ms$/m);
  });

  test.each([
    ["zip", "504b0304140000000800", "is a zip archive; unpack it first: unzip -p FILE | litellm-span-mapper ..."],
    ["bzip2", "425a6839314159265359", "is compressed with bzip2; unpack it first: bzip2 -dc FILE | litellm-span-mapper ..."],
    ["xz", "fd377a585a000004", "is compressed with xz; unpack it first: xz -dc FILE | litellm-span-mapper ..."],
    [
      "UTF-16",
      Buffer.from('\ufeff{"resourceSpans":[]}', "utf16le").toString("hex"),
      "is UTF-16 text; write it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE",
    ],
    [
      "UTF-16 without its mark",
      Buffer.from('{"resourceSpans":[]}\n[]\n', "utf16le").toString("hex"),
      "is UTF-16 text; write it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE",
    ],
    ["UTF-32", "fffe00007b0000007d000000", "is UTF-32 text; write it as UTF-8: iconv -f UTF-32 -t UTF-8 FILE"],
    [
      "an image",
      `89504e470d0a1a0a${"0a00ff0d".repeat(200)}`,
      "is binary, and not OTLP: expected JSON or protobuf, as it is or compressed with gzip or zstd",
    ],
    ["logs in protobuf", "0a0c120a12080900000000000001", "is binary that can't be decoded as OTLP traces in protobuf"],
    [
      "metrics in protobuf, which decode as spans",
      "0a11120f120d0a076c6174656e637912026d73",
      "is binary that can't be decoded as OTLP traces in protobuf",
    ],
    [
      "gzip that is cut short",
      gzipSync(json(CASES[0])).subarray(0, 100).toString("hex"),
      "is gzip that is damaged or cut short; what came before was read",
    ],
    [
      "zstd that is cut short",
      zstd(json(CASES[0])).subarray(0, 1000).toString("hex"),
      "is zstd that is damaged or cut short; what came before was read",
    ],
    [
      "zstd with a dictionary",
      "28b52ffd01500100000000",
      "is zstd with a dictionary; unpack it first: zstd -dc -D DICTIONARY FILE | litellm-span-mapper ...",
    ],
    [
      "zstd that asks for 2 GiB",
      "28b52ffd00a8010000",
      "is zstd with a window of more than 128 MiB; unpack it first: zstd -dc --long=31 FILE | litellm-span-mapper ...",
    ],
    [
      "a message that is cut short",
      framed([protobuf(CASES[0])])
        .subarray(0, 500)
        .toString("hex"),
      "is cut short: message 1 is incomplete",
    ],
    [
      "messages of which one is something else",
      framed([Buffer.from("{]"), Buffer.from("[]")]).toString("hex"),
      'message 1: is not JSON: expected a name in double quotes or "}" here; the document was skipped',
    ],
  ])("says in one line what is wrong with %s", (_, hex, message) => {
    const file = written("odd", Buffer.from(hex, "hex"));
    const { status, stderr } = run(["map", file]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `litellm-span-mapper: ${file}: ${message}\n` });
  });

  test("refuses what unpacks to far more than its size", () => {
    const line = Buffer.concat([blockHeader(false, 1, 0x20000), Buffer.from(" "), blockHeader(false, 1, 1), Buffer.from("\n")]);
    const bomb = Buffer.concat([ZSTD_HEADER, ...Array.from({ length: 9000 }, () => line)]);
    const { status, stderr } = run(["map"], { input: bomb });
    expect(stderr).toBe(
      "litellm-span-mapper: standard input: unpacks to more than 1 GiB and more than 200 times its size; if it is to be read: zstd -dc FILE | litellm-span-mapper ...\n",
    );
    expect(status).toBe(1);
  });

  const EMPTY_LIST = 16_777_216;
  test.each([
    ["empty spans", `{"resourceSpans":[{"scopeSpans":[{"spans":[${"{},".repeat(EMPTY_LIST / 2 + 1)}{}]}]}]}`, "values"],
    ["empty resources", `{"resourceSpans":[${"{},".repeat(300_000)}{}]}`, "spans"],
    ["lists in a list", `[${"[],".repeat(EMPTY_LIST / 2 + 1)}[]]`, "values"],
  ])("refuses %s by the million, which take far more memory than their text", (_, text, what) => {
    const { status, stderr } = run(["explain"], { input: gzipSync(text) });
    expect(stderr).toMatch(
      what === "spans"
        ? /standard input:1: holds more than 300,000 spans, which is more than is mapped at once; split the document\n$/
        : /standard input:1: holds more than 16,777,216 values, which is more than is read at once; split the document\n$/,
    );
    expect(status).toBe(1);
  });

  test("refuses empty messages of protobuf by the million", () => {
    const { status, stderr } = run(["explain"], {
      input: gzipSync(Buffer.alloc(2 * EMPTY_LIST + 4, Buffer.from("0a00", "hex"))),
    });
    expect(stderr).toBe(
      "litellm-span-mapper: standard input: holds more than 16,777,216 values, which is more than is read at once; split the document\n",
    );
    expect(status).toBe(1);
  });

  test("refuses lists in one another by the million", () => {
    const { status, stderr } = run(["map"], { input: gzipSync(Buffer.alloc(50_000_000, "[")) });
    expect(stderr).toBe(
      "litellm-span-mapper: standard input:1:1000001: is not JSON: expected less nesting here; the document was skipped\n",
    );
    expect(status).toBe(1);
  });

  test("reads what precedes something else after zstd", () => {
    const { stdout, stderr, status } = run(["map"], { input: Buffer.concat([zstd(lines()), Buffer.from("garbage")]) });
    expect(linesOf(stdout)).toHaveLength(CASES.length);
    expect(stderr).toBe("litellm-span-mapper: standard input: is zstd followed by something else; what precedes it was read\n");
    expect(status).toBe(1);
  });

  test("refuses a document that would fill the memory", () => {
    const { status, stderr } = run(["map"], { input: gzipSync(Buffer.alloc(0x1100_0000, " ")) });
    expect(stderr).toBe(
      "litellm-span-mapper: standard input: holds a document of more than 256 MiB, which is more than is read at once; split it\n",
    );
    expect(status).toBe(1);
  });
});

describe("names", () => {
  test("a folder is all its files but hidden ones, a pattern what it matches, in the order of their names", () => {
    const place = join(folder, "many");
    mkdirSync(join(place, "b [1]"), { recursive: true });
    for (const name of ["c.json", "b [1]/a.json.gz", ".hidden.json"]) {
      const span = spanOf("00f067aa0ba902b7", name, 1);
      const content = JSON.stringify(tracesOf("litellm", [span]));
      writeFileSync(join(place, name), name.endsWith(".gz") ? gzipSync(content) : content);
    }
    symlinkSync(place, join(place, "b [1]", "loop"));
    const namesIn = (pattern: string) =>
      linesOf(run(["map", pattern]).stdout).map((line) => JSON.parse(line).resourceSpans[0].scopeSpans[0].spans[0].name);
    expect(namesIn(place).slice(0, 1)).toEqual(["b [1]/a.json.gz"]);
    expect(namesIn(`${place}/`).at(-1)).toBe("c.json");
    expect(namesIn(`${place}/*.json`)).toEqual(["c.json"]);
    expect(namesIn(`${place}/**/*.gz`)[0]).toBe("b [1]/a.json.gz");
    expect(namesIn(`${place}/b [1]/a.json.gz`)).toEqual(["b [1]/a.json.gz"]);
  });

  test("nothing there is a problem", () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const { status, stderr } = run(["map", empty, `${folder}/*.nothing`, caseFile(CASES[0])]);
    expect(linesOf(stderr)).toEqual([
      `litellm-span-mapper: ${empty}: holds no files`,
      `litellm-span-mapper: ${folder}/*.nothing: matches no file`,
    ]);
    expect(status).toBe(1);
  });
});

test("an export under OTLP's old names is reported once per file, and comes out as it was", () => {
  const resource = tracesOf("litellm", []).resourceSpans[0]?.resource;
  const old = JSON.stringify({
    resourceSpans: [{ resource, instrumentationLibrarySpans: [{ spans: [spanOf("00f067aa0ba902b7", "a", 1)] }] }],
  });
  const { stdout, stderr } = run(["map"], { input: `${old}\n${old}\n` });
  expect(stdout).toBe(`${old}\n${old}\n`);
  expect(linesOf(stderr)[0]).toBe(
    'litellm-span-mapper: standard input:1: has spans under "instrumentationLibrarySpans", as OTLP had them before 0.15, which are not read; rename that to "scopeSpans" and "instrumentationLibrary" to "scope"',
  );
});

test("white space of megabytes before anything else, and within a document, costs no more than its length", () => {
  const input = `{${" ".repeat(4_000_000)}"resource":[\n${'{"scopeSpans":1},\n'.repeat(24_000)}`;
  expect(run(["map"], { input }).status).toBe(1);
  const name = `a${" ".repeat(2_000_000)}b`;
  const spans = [spanOf("00f067aa0ba902b7", name, 1, { attributes: [string("llm.request.type", name)] })];
  expect(run(["explain"], { input: JSON.stringify(tracesOf("litellm", spans)) }).stdout).toMatch(/^a +…? +chain/m);
});
