/** A seed that once broke an invariant. */
export interface Regression {
  readonly seed: number;
  /** I1 to I47, L1 to L9, the name of a checker, "crash" or "hang". */
  readonly invariant: string;
  /** What was wrong, in a sentence. */
  readonly found: string;
  /** The name of the scenario test that explains it. */
  readonly test: string;
}

const fields: Readonly<Record<keyof Regression, (value: unknown) => string | null>> = {
  seed: (value) => (Number.isSafeInteger(value) ? null : "expected a whole number"),
  invariant: (value) =>
    /^([IL]\d+|[A-Z][A-Za-z]+|crash|hang)$/.test(String(value))
      ? null
      : 'expected I8, L3, the name of a checker, "crash" or "hang"',
  found: (value) =>
    /^[A-Z].+\.$/.test(String(value)) ? null : "expected a sentence that says what was wrong",
  test: (value) =>
    typeof value === "string" && value !== "" ? null : "expected the name of a scenario test",
};

/** Reads regressions.json. Throws an error that says where it is wrong and what would be right. */
export function parseRegressions(text: string): readonly Regression[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error("regressions.json: expected a list");
  const regressions: Regression[] = [];
  for (const [i, item] of list.entries()) {
    const path = `regressions.json[${i}]`;
    const entry = item as Readonly<Record<string, unknown>>;
    const unknown = Object.keys(entry).find((name) => !(name in fields));
    const names = Object.keys(fields).join(", ");
    if (unknown !== undefined) throw new Error(`${path}.${unknown}: expected one of ${names}`);
    for (const [name, check] of Object.entries(fields)) {
      const problem = check(entry[name]);
      const value = JSON.stringify(entry[name]);
      if (problem !== null) throw new Error(`${path}.${name}: ${problem}, not ${value}`);
    }
    const regression = item as Regression;
    if (regressions.some(({ seed }) => seed === regression.seed)) {
      throw new Error(`${path}.seed: ${regression.seed} is in the list already`);
    }
    regressions.push(regression);
  }
  return regressions;
}
