import { damage } from "./damage.ts";
import type { FaultKind } from "./fault.ts";
import { fullDisk } from "./full-disk.ts";
import { kill } from "./kill.ts";
import { killAll } from "./kill-all.ts";
import { latency } from "./latency.ts";
import { partition } from "./partition.ts";
import { pause } from "./pause.ts";
import { pauseMajority } from "./pause-majority.ts";
import { powerLoss } from "./power-loss.ts";
import { reset } from "./reset.ts";
import { restartStorm } from "./restart-storm.ts";
import { rollingRestart } from "./rolling-restart.ts";
import { slow } from "./slow.ts";

/** Every fault, in the order in which --help lists them. */
export const faultKinds: readonly FaultKind[] = [
  kill,
  killAll,
  pause,
  pauseMajority,
  restartStorm,
  rollingRestart,
  partition,
  latency,
  slow,
  reset,
  fullDisk,
  damage,
  powerLoss,
];

export const faultNames: readonly string[] = faultKinds.map(({ name }) => name);

/** Throws for a name that is none: options are checked before. */
export function faultKind(name: string): FaultKind {
  const found = faultKinds.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`there is no fault named ${name}`);
  return found;
}
