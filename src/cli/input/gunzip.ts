import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** What gzip unpacks to. In a file of its own, so that the playground can replace it by one that needs no Node. */
export function gunzipped(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  pipeline(Readable.from(packed), gunzip, () => {});
  return gunzip;
}
