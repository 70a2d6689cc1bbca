import { InvariantViolation } from "../cluster-view.ts";
import { firstDifference } from "./partition-ghost.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I20: below its high watermark a replica holds what was committed. Compared by epochs, since one
 * epoch writes an offset once; the bytes are compared at rest (convergence.ts). Catches a follower
 * that adopts a high watermark before it has truncated (B31), or truncates to the wrong place (B26,
 * B27). I43: nothing that is not committed is deleted from the front.
 */
export class CommittedPrefix implements ReplicaRule {
  look({ ghost, nodeId, log, now, before }: ReplicaLook): void {
    if (now.isBusy) return;
    if (now.logStart > ghost.highWatermark) {
      const text = `${ghost.name} on ${nodeId} starts at ${now.logStart}`;
      throw new InvariantViolation("I43", `${text}, committed is ${ghost.highWatermark}`);
    }
    const isSameHistory = before?.epochs === now.epochs && before.role === now.role;
    const from = Math.max(now.logStart, isSameHistory ? before.highWatermark : 0);
    const to = Math.min(now.highWatermark, ghost.highWatermark);
    const offset = firstDifference(ghost.epochs, log.epochs, { from, to });
    if (offset === null) return;
    const [committed, own] = [ghost.epochs, log.epochs].map((epochs) => epochs.epochOf(offset));
    const text = `${ghost.name}: offset ${offset} is committed in epoch ${committed}`;
    throw new InvariantViolation("I20", `${text}, below the high watermark of ${nodeId} in ${own}`);
  }
}
