// What a configuration value may be. A check returns the value as the program uses it, or says what
// is wrong as the end of a sentence that begins with the key and the value.

export type Checked<T> = { readonly value: T } | { readonly wrong: string };

export interface ConfigType<T> {
  /** As DescribeConfigs names it. */
  readonly type: "boolean" | "int" | "long" | "double" | "string" | "list";
  readonly check: (text: string) => Checked<T>;
}

export function integer(
  type: "int" | "long",
  { min, max }: { min: number; max?: number },
): ConfigType<number> {
  // Java's Long.MAX_VALUE is the usual way to say "never"; as a number it is safely "very large".
  const limit = max ?? (type === "int" ? 0x7fff_ffff : Number.MAX_SAFE_INTEGER);
  const range = max === undefined ? `an integer >= ${min}` : `an integer from ${min} to ${max}`;
  return {
    type,
    check(text) {
      if (!/^-?\d{1,19}$/.test(text)) return { wrong: `is not ${range}` };
      const value = Number(text);
      if (value < min || (value > limit && (type === "int" || max !== undefined))) {
        return { wrong: `is not ${range}` };
      }
      return { value: Math.min(value, limit) };
    },
  };
}

export function ratio(): ConfigType<number> {
  return {
    type: "double",
    check(text) {
      const value = Number(text);
      const good = /^\d*\.?\d+$/.test(text) && value <= 1;
      return good ? { value } : { wrong: "is not a number from 0 to 1" };
    },
  };
}

export function boolean(): ConfigType<boolean> {
  return {
    type: "boolean",
    check(text) {
      const lower = text.toLowerCase();
      if (lower === "true" || lower === "false") return { value: lower === "true" };
      return { wrong: "is neither true nor false" };
    },
  };
}

/**
 * One of `allowed`. `later` are values that Kafka knows and Sordini does not do: to accept them in
 * silence would promise what does not happen.
 */
export function oneOf<T extends string>(
  allowed: readonly T[],
  later: readonly string[] = [],
): ConfigType<T> {
  return {
    type: "string",
    check(text) {
      const value = allowed.find((each) => each === text);
      if (value !== undefined) return { value };
      const choices = allowed.join(" or ");
      return later.includes(text)
        ? { wrong: `is not supported yet: only ${choices} is` }
        : { wrong: `is not ${choices}` };
    },
  };
}

/** `cleanup.policy`: a list in Kafka. */
export function deletePolicy(): ConfigType<"delete"> {
  const { check } = oneOf(["delete"], ["compact", "delete,compact", "compact,delete"]);
  return { type: "list", check: (text) => check(text.replaceAll(" ", "")) };
}

export function anyText(type: "string" | "list"): ConfigType<string> {
  return { type, check: (text) => ({ value: text }) };
}
