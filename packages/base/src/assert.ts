/** Thrown when an invariant does not hold: a bug in this program, never a user's mistake. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/**
 * Stops the caller when an invariant is broken. What can happen in a healthy program (bad input,
 * a lost race, a full disk) is a value or a typed error instead; nobody catches this one.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Ends a switch over a union: a forgotten case is a compile error, a foreign value a crash. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
