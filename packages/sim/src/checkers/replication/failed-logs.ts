import { InvariantViolation } from "../cluster-view.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I26: once a log directory is offline, nothing is appended there and nothing more becomes durable.
 * Catches appends between an I/O error and its effect (B37), and a failed sync that is tried again.
 */
export class FailedLogs implements ReplicaRule {
  look({ ghost, nodeId, now, before }: ReplicaLook): void {
    if (now.online || before === null || before.online) return;
    const grew = (["logEnd", "durableEnd"] as const).find((end) => now[end] > before[end]);
    if (grew === undefined) return;
    const text = `${ghost.name} on ${nodeId} is offline, and its ${grew} went from`;
    throw new InvariantViolation("I26", `${text} ${before[grew]} to ${now[grew]}`);
  }
}
