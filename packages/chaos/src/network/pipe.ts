import type { Socket } from "node:net";
import type { Link } from "./link.ts";

/** Above this a pipe reads no more: its sender's buffers fill up, as they would on a network. */
const heldBytesMax = 256 * 1024;

type Ending = "end" | "reset";

interface Parcel {
  readonly content: Uint8Array | Ending;
  readonly dueMs: number;
}

export interface PipeEnds {
  readonly from: Socket;
  readonly to: Socket;
  readonly link: Link;
}

/**
 * One direction of one connection, under the weather of its link. An end of the connection travels
 * like the bytes before it: who is cut off does not learn that the other side has died.
 */
export class Pipe {
  readonly #ends: PipeEnds;
  readonly #parcels: Parcel[] = [];
  #forgetLink: () => void = () => undefined;
  #heldBytes = 0;
  /** When the last parcel has left the narrowest place of the link. */
  #departedMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isFull = false;
  #isClosed = false;

  constructor(ends: PipeEnds) {
    this.#ends = ends;
  }

  /** Carries bytes from now on, until the receiving socket has closed. */
  start(): void {
    const { from, to, link } = this.#ends;
    this.#forgetLink = link.onChange(() => this.#deliver());
    let hasEnded = false;
    from.on("data", (bytes: Uint8Array) => this.#take(bytes, bytes.length));
    from.once("end", () => {
      hasEnded = true;
      this.#take("end", 0);
    });
    // A socket that closes after its orderly end has nothing more to say.
    from.once("close", (hadError) => {
      if (hadError || !hasEnded) this.#take("reset", 0);
    });
    to.on("drain", () => {
      this.#isFull = false;
      this.#deliver();
    });
    to.once("close", () => this.#close());
    this.#deliver();
  }

  #close(): void {
    this.#isClosed = true;
    this.#forgetLink();
    clearTimeout(this.#timer);
    this.#parcels.length = 0;
    this.#ends.from.pause();
  }

  #take(content: Uint8Array | Ending, sizeBytes: number): void {
    if (this.#isClosed) return;
    const { link } = this.#ends;
    const { isCut, delayMs, bytesPerSecond } = link.weather;
    const nowMs = performance.now();
    this.#departedMs = Math.max(this.#departedMs, nowMs) + (sizeBytes * 1000) / bytesPerSecond;
    const dueMs = this.#departedMs + delayMs;
    if (isCut) link.count("heldBytes", sizeBytes);
    else if (dueMs > nowMs) link.count("delayedBytes", sizeBytes);
    this.#parcels.push({ content, dueMs });
    this.#heldBytes += sizeBytes;
    this.#deliver();
  }

  #deliver(): void {
    clearTimeout(this.#timer);
    const { from, link } = this.#ends;
    while (!link.weather.isCut && !this.#isFull) {
      const [parcel] = this.#parcels;
      if (parcel === undefined) break;
      const waitMs = parcel.dueMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#deliver(), waitMs);
        break;
      }
      this.#parcels.shift();
      this.#put(parcel.content);
    }
    if (this.#heldBytes >= heldBytesMax) from.pause();
    else if (!this.#isClosed) from.resume();
  }

  #put(content: Uint8Array | Ending): void {
    const { to } = this.#ends;
    if (content === "reset") {
      resetSocket(to);
    } else if (content === "end") {
      to.end();
    } else {
      this.#heldBytes -= content.length;
      this.#isFull = !to.write(content);
    }
  }
}

/** Libuv does not reset a socket while its end is being sent: it would stay open, nobody's. */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
