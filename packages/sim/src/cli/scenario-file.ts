import { faults } from "../faults/index.ts";
import type { Action } from "../faults/fault.ts";
import { drawScenario, type Scenario } from "../run/scenario.ts";

/** A file is not a scenario; the message says where and what would be right. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
}

/** Reads what `JSON.stringify` made of a scenario. Throws ScenarioError. */
export function parseScenario(text: string): Scenario {
  const value = parseJson(text);
  const template = drawScenario(1);
  check(value, { ...template, actions: [] }, "scenario");
  for (const [i, action] of (value as Scenario).actions.entries()) {
    const path = `scenario.actions[${i}]`;
    check(action, { atMs: 0, fault: "", dice: 0 } satisfies Action, path);
    if (faults.some(({ name }) => name === action.fault)) continue;
    const names = faults.map(({ name }) => name).join(", ");
    throw new ScenarioError(`${path}.fault: there is no "${action.fault}", only ${names}`);
  }
  return value as Scenario;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = (error as Error).message;
    throw new ScenarioError(`expected one JSON object: ${what}`, { cause: error });
  }
}

/** That it has the fields of the template, each of the same type, and no others. */
function check(value: unknown, template: unknown, path: string): void {
  const expected = typeOf(template);
  if (typeOf(value) !== expected) {
    throw new ScenarioError(`${path}: expected ${expected}, not ${JSON.stringify(value)}`);
  }
  if (expected !== "an object") return;
  const fields = value as Readonly<Record<string, unknown>>;
  const known = template as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((name) => !(name in known));
  if (unknown !== undefined) {
    const names = Object.keys(known).join(", ");
    throw new ScenarioError(`${path}.${unknown}: expected one of ${names}`);
  }
  for (const [name, field] of Object.entries(known)) check(fields[name], field, `${path}.${name}`);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "null";
  const type = typeof value;
  return type === "object" ? "an object" : type === "undefined" ? "nothing" : `a ${type}`;
}
