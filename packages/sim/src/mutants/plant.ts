import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { filesOf, type Mutant, mutate } from "./mutant.ts";

const repository = join(import.meta.dirname, "../../../..");

export interface Planted {
  /** The mutant's files that nothing has imported so far. */
  readonly unloaded: ReadonlySet<string>;
}

/**
 * Plants the bug into all that this thread loads from now on: nothing that imports the mutant's
 * files may be loaded yet. The hook sees TypeScript, Node strips the types afterwards. An import
 * fails with StaleMutantError when a fragment does not fit.
 */
export function plant(mutant: Mutant): Planted {
  const files = new Map(filesOf(mutant).map((file) => [urlOf(file), file]));
  const unloaded = new Set(files.values());
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const file = files.get(url);
      if (file === undefined || loaded.source === undefined) return loaded;
      const source = mutate(mutant, file, textOf(loaded.source));
      unloaded.delete(file);
      return { ...loaded, source };
    },
  });
  return { unloaded };
}

function urlOf(file: string): string {
  return pathToFileURL(join(repository, file)).href;
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}
