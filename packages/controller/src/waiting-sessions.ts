import type { Registration } from "@sordini/metadata";
import type { SessionHandle, SessionSink } from "./broker-session.ts";
import { sessionsMax } from "./limits.ts";

/** Opens, or refuses, a session whose wait is over. */
type Release = (registration: Registration, sink: SessionSink) => SessionHandle;

interface Waiting {
  readonly registration: Registration;
  readonly sink: SessionSink;
  handle: SessionHandle;
}

/**
 * Sessions asked for while no active controller is known, at the first start and between two
 * leaders. Their brokers get an answer in the moment of the election, where asking again and again
 * would cost a pause each time. A broker that waits too long closes its stream and asks elsewhere.
 */
export class WaitingSessions {
  readonly #waiting = new Set<Waiting>();

  get isFull(): boolean {
    return this.#waiting.size >= sessionsMax;
  }

  add(registration: Registration, sink: SessionSink): SessionHandle {
    const waiting: Waiting = { registration, sink, handle: deafHandle };
    this.#waiting.add(waiting);
    return {
      heartbeat: (heartbeat) => waiting.handle.heartbeat(heartbeat),
      onDrain: () => waiting.handle.onDrain(),
      onClosed: () => {
        this.#waiting.delete(waiting);
        waiting.handle.onClosed();
      },
    };
  }

  releaseAll(release: Release): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const waiting of all) waiting.handle = release(waiting.registration, waiting.sink);
  }
}

/** What the transport of a session that waits, or was rejected, reports concerns nobody. */
export const deafHandle: SessionHandle = { heartbeat: ignore, onDrain: ignore, onClosed: ignore };

function ignore(): void {
  // Nothing was promised to this broker.
}
