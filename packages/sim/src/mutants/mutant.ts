// A bug that is planted on purpose, to see whether the simulator finds it. It lives here and not in
// the product: a few words of one source file are replaced while that file is loaded (plant.ts).

export interface Mutant {
  /** Also the name of its file in planted/. */
  readonly name: string;
  /** The bug, in a sentence. */
  readonly what: string;
  /** The invariants that it breaks and the known bugs that it repeats (docs/invariants.md). */
  readonly breaks: readonly string[];
  /** At least one. */
  readonly edits: readonly Edit[];
}

export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in that file. Short, so that a change nearby does not touch it. */
  readonly fragment: string;
  readonly replacement: string;
}

/** The source has changed and the mutant has not: it would no longer be the bug that it names. */
export class StaleMutantError extends Error {
  override readonly name = "StaleMutantError";
}

/**
 * The source of `file` with the mutant's bug in it. Throws StaleMutantError when a fragment does
 * not occur exactly once.
 */
export function mutate(mutant: Mutant, file: string, source: string): string {
  let mutated = source;
  for (const edit of mutant.edits) {
    if (edit.file !== file) continue;
    const count = mutated.split(edit.fragment).length - 1;
    if (count !== 1) {
      throw new StaleMutantError(
        `mutant ${mutant.name}: ${JSON.stringify(edit.fragment)} occurs ${count} times in ` +
          `${file}, expected once; choose the fragment anew`,
      );
    }
    // A function, since "$" in a replacement text has a meaning of its own.
    mutated = mutated.replace(edit.fragment, () => edit.replacement);
  }
  return mutated;
}

/** The files that the mutant changes, each once. */
export function filesOf({ edits }: Mutant): readonly string[] {
  return [...new Set(edits.map(({ file }) => file))];
}
