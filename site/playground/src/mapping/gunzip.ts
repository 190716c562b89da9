import { Gunzip } from "fflate";

/** What gzip unpacks to, also of several members, which the browser's own `DecompressionStream` refuses. */
export async function* gunzipped(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const gunzip = new Gunzip((piece) => pieces.push(piece));
  for await (const chunk of packed) {
    gunzip.push(chunk);
    yield* pieces.splice(0);
  }
  gunzip.push(new Uint8Array(0), true);
  yield* pieces;
}
