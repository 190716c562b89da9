import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** What gzip unpacks to. A file of its own, so that the playground can have it without Node. */
export function gunzipped(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  pipeline(Readable.from(packed), gunzip, () => {});
  return gunzip;
}
