import { readFileSync } from "node:fs";

/** The schemas of `proto/` as a serialized FileDescriptorSet, for gRPC reflection. */
export function readDescriptorSet(): Buffer {
  return readFileSync(new URL("./generated/descriptors.binpb", import.meta.url));
}
