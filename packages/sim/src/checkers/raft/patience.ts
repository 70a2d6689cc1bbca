import type { Millis } from "@sordini/base";
import { type ClusterView, InvariantViolation } from "../cluster-view.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";

interface Heard {
  /** As the follower notes it, by its own clock. */
  readonly heardAt: Millis;
  /** In milliseconds of the world. */
  readonly atMs: Millis;
}

/** In shortest election timeouts: the fastest clock makes 1.5 ms of one. */
const patienceMin = 0.6;

/**
 * I11: a follower that hears its leader asks nobody to vote against it. Catches a timer that the
 * leader's messages, or some of them, do not put off (B18). Who was told that the connection to the
 * leader broke may campaign at once: it follows nobody in between.
 */
export class Patience implements RaftRule {
  readonly #cluster: ClusterView;
  readonly #heard = new Map<string, Heard>();

  constructor(cluster: ClusterView) {
    this.#cluster = cluster;
  }

  look({ name, core, before }: ControllerLook): void {
    const { role, options } = core;
    const { nowMs } = this.#cluster;
    const heard = before === null ? undefined : this.#heard.get(name);
    if (role.kind === "follower" && role.leader !== null) {
      const { heardAt } = role;
      if (heard?.heardAt !== heardAt) this.#heard.set(name, { heardAt, atMs: nowMs });
      return;
    }
    this.#heard.delete(name);
    if (role.kind !== "prospective" || heard === undefined) return;
    const silentMs = nowMs - heard.atMs;
    if (silentMs >= options.electionTimeoutMs.min * patienceMin) return;
    const text = `${name} asks for votes ${silentMs.toFixed(1)} ms after its leader spoke`;
    throw new InvariantViolation("I11", text);
  }
}
