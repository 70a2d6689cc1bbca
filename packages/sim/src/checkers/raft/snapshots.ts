import type { LogId } from "@sordini/raft";
import { type ClusterView, InvariantViolation, type RaftSend } from "../cluster-view.ts";
import type { CommittedLog } from "./committed-log.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";
import { diskOf, peerName } from "./peer-name.ts";

/**
 * I9: a snapshot holds committed data only, the log starts exactly behind one, its start never goes
 * back, and a leader loads none. Catches a snapshot of what was appended but not committed, and a
 * log that is deleted past its snapshot (B20).
 */
export class Snapshots implements RaftRule {
  readonly #cluster: ClusterView;
  readonly #committed: CommittedLog;

  constructor(cluster: ClusterView, committed: CommittedLog) {
    this.#cluster = cluster;
    this.#committed = committed;
  }

  look({ name, peer, core, log, term, before }: ControllerLook): void {
    const { snapshot } = core.log;
    if (log.base !== snapshot.index) {
      const text = `the log of ${name} starts behind ${log.base}, its snapshot is`;
      throw new InvariantViolation("I9", `${text} ${snapshot.index}`);
    }
    if (log.base === before?.base) return;
    this.#isCommitted(name, snapshot);
    const disk = diskOf(this.#cluster, peer);
    if (disk !== undefined && disk.base > this.#committed.end) {
      throw new InvariantViolation("I9", `the disk of ${name} lost uncommitted entries`);
    }
    if (before === null) return;
    if (log.base < before.base) {
      throw new InvariantViolation("I9", `the log start of ${name} went back to ${log.base}`);
    }
    const isStillLeader = before.isLeader && core.role.kind === "leader" && before.term === term;
    if (!isStillLeader || log.base <= before.commit || log.base <= core.handedOut) return;
    throw new InvariantViolation("I9", `leader ${name} loaded a snapshot at ${log.base}`);
  }

  onSend({ from, message }: RaftSend): void {
    if (message.kind === "snapshotChunk") this.#isCommitted(peerName(from), message.snapshot);
  }

  #isCommitted(name: string, { index, term }: LogId): void {
    const committed = this.#committed.termOf(index);
    if (committed === term) return;
    const what = committed === undefined ? "nothing is committed" : `${index}@${committed} is`;
    throw new InvariantViolation("I9", `${name} has a snapshot of ${index}@${term}, but ${what}`);
  }
}
