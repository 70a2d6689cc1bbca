import type { Voter } from "./endpoints.ts";
import type { Listeners } from "./listeners.ts";

/** The settings of one process, checked one by one and together. */
export interface ServerConfig extends Listeners {
  readonly isBroker: boolean;
  readonly isController: boolean;
  readonly nodeId: number;
  /** Null: take the folder's own. */
  readonly clusterId: string | null;
  readonly voters: readonly Voter[];
  readonly logDirectory: string;
  /** Null: inside the log directory. */
  readonly metadataDirectory: string | null;
  readonly rack: string | null;
  number(key: string): number;
  boolean(key: string): boolean;
  text(key: string): string;
  /** The keys that were given, with their text: the broker's defaults of topic settings. */
  readonly settings: ReadonlyMap<string, string>;
}
