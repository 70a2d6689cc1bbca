import { InvariantViolation } from "../cluster-view.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I26: once a log directory is offline, nothing is appended there. Catches appends between an I/O
 * error and its effect (B37). What the journal was syncing when something else failed may become
 * durable yet: that is true, and so it may be said.
 */
export class FailedLogs implements ReplicaRule {
  look({ ghost, nodeId, now, before }: ReplicaLook): void {
    if (now.online || before === null || before.online || now.logEnd <= before.logEnd) return;
    const text = `${ghost.name} on ${nodeId} is offline, and its log end went from`;
    throw new InvariantViolation("I26", `${text} ${before.logEnd} to ${now.logEnd}`);
  }
}
