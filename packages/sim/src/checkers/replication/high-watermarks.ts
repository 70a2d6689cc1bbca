import { clientHighWatermark } from "@sordini/replication";
import { InvariantViolation } from "../cluster-view.ts";
import type { ReplicaLook, ReplicaRule } from "./replica-sight.ts";

/**
 * I15: no replica's high watermark goes back, none is above what a leader committed, and what
 * clients are shown never goes back from one leader to the next (KIP-207). Catches a new leader
 * that answers before it has reached its epoch's start (B38), and a leader that begins at zero.
 */
export class HighWatermarks implements ReplicaRule {
  look(look: ReplicaLook): void {
    const { ghost, nodeId, now, before } = look;
    const { highWatermark } = now;
    if (before !== null && highWatermark < before.highWatermark) {
      const text = `${ghost.name} on ${nodeId}: the high watermark went from`;
      throw new InvariantViolation("I15", `${text} ${before.highWatermark} to ${highWatermark}`);
    }
    if (highWatermark > now.logEnd && !now.isBusy) {
      const text = `${ghost.name} on ${nodeId}: high watermark ${highWatermark}`;
      throw new InvariantViolation("I15", `${text}, but the log ends at ${now.logEnd}`);
    }
    if (now.role !== "leader" && highWatermark > ghost.highWatermark) {
      const text = `${ghost.name} on ${nodeId}: high watermark ${highWatermark}`;
      throw new InvariantViolation("I15", `${text}, but no leader's passed ${ghost.highWatermark}`);
    }
    this.#show(look);
  }

  #show({ ghost, nodeId, replica }: ReplicaLook): void {
    if (replica.role !== "leader") return;
    const { leaderEpoch: epoch } = replica;
    const offset = clientHighWatermark(replica);
    if (offset === undefined || epoch < ghost.visible.epoch) return;
    if (epoch > ghost.visible.epoch) {
      ghost.visibleBefore = Math.max(ghost.visibleBefore, ghost.visible.offset);
    }
    ghost.visible = { epoch, offset };
    if (offset >= ghost.visibleBefore) return;
    const text = `${ghost.name}: clients of ${nodeId} see a latest offset of ${offset}`;
    throw new InvariantViolation("I15", `${text}, an earlier leader said ${ghost.visibleBefore}`);
  }
}
