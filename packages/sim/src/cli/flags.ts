// What the commands of the simulator and of chaos have in common in reading their options.

/** A week. */
const minutesMax = 10_080;

/** The message says which option is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Throws UsageError when one of the options was given, for a reason that follows its name. */
export function refuse<V extends object>(
  values: V,
  { names, reason }: { readonly names: readonly (keyof V & string)[]; readonly reason: string },
): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} ${reason}`);
}

/** The value of `--minutes`. Throws UsageError. */
export function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && minutes > 0 && minutes <= minutesMax) return minutes;
  throw new UsageError(`--minutes ${text}: expected a number above 0, up to ${minutesMax}`);
}

export interface NumberRule {
  readonly option: string;
  readonly min: number;
  readonly max: number;
}

/** Both bounds are allowed. Throws UsageError. */
export function wholeNumber(text: string, { option, min, max }: NumberRule): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`${option} ${text}: expected a whole number from ${min} to ${max}`);
}
