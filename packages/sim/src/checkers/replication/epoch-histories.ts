import { InvariantViolation } from "../cluster-view.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I21: a log's epoch history strictly increases, is never ahead of the log, and a leader writes its
 * epoch down before anything else. I22: an epoch is led once, by one process. Catches a leader that
 * appended nothing and left no trace (B29), and a restart that resumes an epoch.
 */
export class EpochHistories implements ReplicaRule {
  look(look: ReplicaLook): void {
    const { ghost, nodeId, now, before, log } = look;
    const { name } = ghost;
    if (now.role === "leader") this.#leads(look);
    if (now.isBusy) return;
    this.#isWritten(look);
    if (now.epochs === before?.epochs && now.logEnd >= before.logEnd) return;
    const { entries } = now.epochs;
    for (const [i, entry] of entries.entries()) {
      const previous = entries[i - 1];
      const isLater =
        previous === undefined || (entry.epoch > previous.epoch && entry.start > previous.start);
      if (isLater && entry.start <= log.logEnd) continue;
      const text = `${name} on ${nodeId}: epoch ${entry.epoch} starts at ${entry.start}`;
      throw new InvariantViolation("I21", `${text}, the log ends at ${log.logEnd}`);
    }
  }

  #isWritten({ ghost, nodeId, now }: ReplicaLook): void {
    const { lastEpoch } = now.epochs;
    if (now.role !== "leader" || lastEpoch === now.leaderEpoch || !now.online) return;
    const text = `${ghost.name}: ${nodeId} leads epoch ${now.leaderEpoch}, its log knows`;
    throw new InvariantViolation("I21", `${text} ${lastEpoch}`);
  }

  #leads({ ghost, nodeId, incarnation, now }: ReplicaLook): void {
    const who = `${nodeId}.${incarnation}`;
    const other = ghost.leaders.get(now.leaderEpoch);
    ghost.leaders.set(now.leaderEpoch, who);
    if (other === undefined || other === who) return;
    const text = `${ghost.name}: ${other} and ${who} lead epoch ${now.leaderEpoch}`;
    throw new InvariantViolation("I22", text);
  }
}
