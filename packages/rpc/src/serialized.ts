/**
 * The bytes that a method's serializer stands for, in memory of their own. What it returns may be a
 * message that is put together only now (gathered.ts).
 */
export function bytesOf(serialized: Buffer): Buffer {
  const bytes = Buffer.alloc(serialized.length);
  serialized.copy(bytes);
  return bytes;
}
