import { isSame, quorumSize } from "@sordini/raft";
import type { Leader, RaftState, Voter } from "@sordini/raft";
import { type ClusterView, InvariantViolation } from "../cluster-view.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";
import { peerName } from "./peer-name.ts";

interface Contact {
  readonly term: number;
  /** Time that the leader spent awake, in milliseconds of the world. */
  awakeMs: number;
  lookedAtMs: number;
  /** By voter: the last contact as the leader notes it, and `awakeMs` when it did. */
  readonly heard: Map<string, { readonly contactAt: number; readonly awakeMs: number }>;
}

/**
 * In election timeouts. Clocks run at different speeds, down to 0.7, and a leader looks once in a
 * timeout: only much longer is wrong.
 */
const silenceMax = 3.5;
/** In heartbeats: a leader that is awake has something to do at each. What is longer is a pause. */
const awakeMax = 2;

/**
 * I11: a leader that no majority answers resigns. Catches a check-quorum that is switched off, or
 * that non-voters satisfy (B12, B19). Time in which a leader was paused does not count: it cannot
 * resign in its sleep.
 */
export class CheckQuorum implements RaftRule {
  readonly #cluster: ClusterView;
  readonly #contacts = new Map<string, Contact>();

  constructor(cluster: ClusterView) {
    this.#cluster = cluster;
  }

  look({ name, peer, core, term, before }: ControllerLook): void {
    const { role } = core;
    if (role.kind !== "leader") {
      this.#contacts.delete(name);
      return;
    }
    const { nowMs } = this.#cluster;
    let contact = before === null ? undefined : this.#contacts.get(name);
    if (contact?.term !== term) {
      contact = { term, awakeMs: 0, lookedAtMs: nowMs, heard: new Map() };
      this.#contacts.set(name, contact);
    }
    const pauseMs = nowMs - contact.lookedAtMs;
    contact.awakeMs += Math.min(pauseMs, core.options.heartbeatMs * awakeMax);
    contact.lookedAtMs = nowMs;
    listen(contact, role);
    const silentMs = contact.awakeMs - quorumHeardAt(contact, { core, self: peer });
    if (silentMs <= core.options.electionTimeoutMs.max * silenceMax) return;
    const text = `${name} leads term ${term}, and no majority spoke to it for`;
    throw new InvariantViolation("I11", `${text} ${Math.round(silentMs)} ms`);
  }
}

function listen({ heard, awakeMs }: Contact, { followers }: Leader): void {
  for (const { peer, contactAt } of followers.values()) {
    const name = peerName(peer);
    if (heard.get(name)?.contactAt !== contactAt) heard.set(name, { contactAt, awakeMs });
  }
}

function quorumHeardAt(
  { heard, awakeMs }: Contact,
  { core, self }: { readonly core: RaftState; readonly self: Voter },
): number {
  const voters = core.log.voters.current;
  const times = voters.map((voter) =>
    isSame(voter, self) ? awakeMs : (heard.get(peerName(voter))?.awakeMs ?? 0),
  );
  return times.toSorted((a, b) => b - a)[quorumSize(voters) - 1] as number;
}
