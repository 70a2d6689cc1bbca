import type { IncomingMessage, ServerResponse } from "node:http";
import { type Producer, SordiniError } from "@sordini/client";
import { type Flight, flights, parseFlight } from "./flight.ts";

const bodyBytesMax = 16 * 1024;

/** POST /flights: 202 once the flight is stored, on every in-sync replica. */
export async function answer(
  producer: Producer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, content: object): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(`${JSON.stringify(content)}\n`);
  };
  if (request.url !== "/flights") return reply(404, { error: "there is only /flights" });
  if (request.method !== "POST") return reply(405, { error: "send a flight with POST" });
  let flight: Flight;
  try {
    flight = parseFlight(await bodyOf(request));
  } catch (error) {
    return reply(400, { error: (error as Error).message });
  }
  try {
    reply(202, await producer.send(flights, { key: flight.origin, value: flight }));
  } catch (error) {
    if (!(error instanceof SordiniError)) throw error;
    // The flight may have been stored all the same: a caller that tries again may store it twice.
    reply(503, { error: error.code, reason: error.message });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytesMax) throw new Error(`the body is longer than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
