import { currentTerm, otherVoters } from "./state.ts";
import type { Work } from "./work.ts";

/**
 * Asks for the log wherever its leader may be: the voters that this node knows may have been
 * replaced since, so the configured ones are asked too, under whichever directory they have now.
 */
export function askToObserve(work: Work): void {
  const { state } = work;
  const known = [...otherVoters(state), ...state.bootstrapVoters].map(({ nodeId }) => nodeId);
  for (const nodeId of [...new Set(known)].toSorted((a, b) => a - b)) {
    if (nodeId === state.self.nodeId) continue;
    work.send({ nodeId, directoryId: null }, { kind: "observe", term: currentTerm(state) });
  }
}
