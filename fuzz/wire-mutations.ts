/** What is done to an encoded request. */
import type { Random } from "./random.js";
import { bytesOf, fieldsOf, listsIn, varint, type WireField } from "./wire-tree.js";

/** A mutant of a request: one to five changes of its fields, and now and then of its bytes. */
export function mutatedBytes(request: Uint8Array, random: Random): Uint8Array {
  const fields = fieldsOf(request);
  for (let changes = 1 + random.below(5); changes > 0; changes--) random.pick(CHANGES)(fields, random);
  const bytes = bytesOf(fields);
  return random.oneIn(8) ? random.pick(DAMAGES)(bytes, random) : bytes;
}

type Change = (fields: WireField[], random: Random) => void;

const CHANGES: readonly Change[] = [
  // A field again, right behind itself or at the end; gone; in the place of another; in another message.
  onField((field, list, at, random) => list.splice(random.oneIn(2) ? at : list.length, 0, copyOf(field))),
  onField((_field, list, at) => list.splice(at, 1)),
  onField((field, list, at, random) => {
    const other = random.below(list.length);
    [list[at], list[other]] = [list[other] as WireField, field];
  }),
  (fields, random) => {
    const [from, to] = [random.pick(listsIn(fields)), random.pick(listsIn(fields))];
    if (from.length > 0) to.splice(random.below(to.length + 1), 0, copyOf(random.pick(from)));
  },
  // A message in two parts, which decoders put together.
  onField((field, list, at, random) => {
    if (field.fields === undefined) return;
    const first = { ...field, fields: field.fields.slice(0, random.below(field.fields.length + 1)) };
    const second = { ...field, fields: field.fields.slice(first.fields.length) };
    list.splice(at, 1, first, second);
  }),
  // Other numbers, wire types, contents.
  onField((field, _list, _at, random) => {
    field.number = random.pick([1, 2, 3, 4, 5, 6, 7, 9, 15, 16, 1000, 2 ** 29 - 1]);
  }),
  onField((field, list, at, random) => {
    const wireType = random.pick([0, 1, 2, 3, 5]);
    list[at] = { number: field.number, wireType, content: contentFor(wireType, random), fields: undefined };
  }),
  onField((field, _list, _at, random) => {
    if (field.fields === undefined && field.wireType === 2) field.content = random.pick(TEXTS);
  }),
  onField((field, _list, _at, random) => {
    if (field.fields === undefined) field.content = contentFor(field.wireType, random);
  }),
  // Numbers that are longer than they need be, or say too much or too little.
  onField((field, _list, _at, random) => {
    field.extraTag = random.below(10);
  }),
  onField((field, _list, _at, random) => {
    field.extraLength = random.below(10);
  }),
  onField((field, _list, _at, random) => {
    field.wrongBy = random.pick([-2, -1, 1, 2, 127, 2 ** 31, 2 ** 53]);
  }),
  // What OTLP does not know.
  (fields, random) => {
    const list = random.pick(listsIn(fields));
    const wireType = random.pick([0, 1, 2, 3, 5]);
    const unknown = { number: 1000, wireType, content: contentFor(wireType, random), fields: undefined };
    list.splice(random.below(list.length + 1), 0, unknown);
  },
  // Values within values: the fifth field of a value is a list, the first of a list a value.
  onField((field, _list, _at, random) => {
    if (field.fields === undefined || field.number !== 2) return;
    let content = bytesOf(field.fields);
    for (let depth = random.pick([1, 2, 40, 200]); depth > 0; depth--) content = inField(5, inField(1, content));
    field.fields.splice(0, field.fields.length, { number: 5, wireType: 2, content: content.slice(2), fields: undefined });
  }),
];

/** Changes one field of the tree, with the list it stands in. */
function onField(change: (field: WireField, list: WireField[], at: number, random: Random) => void): Change {
  return (fields, random) => {
    const list = random.pick(
      listsIn(fields)
        .filter(({ length }) => length > 0)
        .concat([fields]),
    );
    if (list.length === 0) return;
    const at = random.below(list.length);
    change(list[at] as WireField, list, at, random);
  };
}

function copyOf(field: WireField): WireField {
  return { ...field, fields: field.fields?.map(copyOf) };
}

function inField(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varint(BigInt(number * 8 + 2)), varint(BigInt(content.length)), content]);
}

function contentFor(wireType: number, random: Random): Uint8Array {
  if (wireType === 0) return random.pick(NUMBERS);
  if (wireType === 1 || wireType === 5) return Uint8Array.from({ length: wireType === 1 ? 8 : 4 }, () => random.below(256));
  if (wireType === 3)
    return random.pick([new Uint8Array(), Uint8Array.of(8, 1), inField(1, Uint8Array.of(65)), Uint8Array.of(11, 12)]);
  return random.pick(TEXTS);
}

const NUMBERS: readonly Uint8Array[] = [
  varint(0n),
  varint(2n),
  varint(127n, 3),
  varint(2n ** 31n),
  varint(2n ** 63n),
  varint(2n ** 64n - 1n),
  Uint8Array.from([...Array(10).fill(255), 1]),
];

const TEXTS: readonly Uint8Array[] = [
  ...["", "chat", "litellm", "service.name", "gen_ai.operation.name", "gen_ai.input.messages", "redacted-by-litellm", "Größe 🎉"],
  '[{"role":"user","content":"Hello"}]',
  '[{"role":"user","content":"cut',
  "[".repeat(300),
]
  .map((text): Uint8Array => Buffer.from(text))
  // ... and what is not UTF-8.
  .concat([Uint8Array.of(0xff), Uint8Array.of(65, 0xc3), Uint8Array.of(0xed, 0xa0, 0x80, 66)]);

const DAMAGES: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const damaged = bytes.slice();
    for (let count = 1 + random.below(3); count > 0 && damaged.length > 0; count--) {
      const at = random.below(damaged.length);
      damaged[at] = (damaged[at] as number) ^ (1 << random.below(8));
    }
    return damaged;
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), random.pick(TEXTS), bytes.subarray(at)]);
  },
];
