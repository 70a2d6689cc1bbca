import { describe, expect, test } from "vitest";
import { drawScenario } from "../../src/run/scenario.ts";
import { parseScenario, ScenarioError } from "../../src/cli/scenario-file.ts";

const scenario = drawScenario(21);

function refusal(change: object): string {
  try {
    parseScenario(JSON.stringify({ ...scenario, ...change }));
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("parseScenario", () => {
  test("reads what was drawn, for any seed", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const drawn = drawScenario(seed);
      expect(parseScenario(JSON.stringify(drawn))).toEqual(drawn);
    }
  });

  test("says where a file is wrong and what would be right", () => {
    const { shape } = scenario;
    const kill = { atMs: 1, fault: "kill", dice: 1 };
    expect(refusal({ shape: { ...shape, brokers: "3" } })).toBe(
      'scenario.shape.brokers: expected a number, not "3"',
    );
    expect(refusal({ shape: { ...shape, brokes: 3 } })).toMatch(
      /^scenario.shape.brokes: expected one of controllers, /,
    );
    expect(refusal({ faultsMs: undefined })).toBe(
      "scenario.faultsMs: expected a number, not undefined",
    );
    expect(refusal({ actions: {} })).toBe("scenario.actions: expected a list, not {}");
    expect(refusal({ actions: [kill, { ...kill, fault: "fire" }] })).toMatch(
      /^scenario.actions\[1\].fault: there is no "fire", only kill, /,
    );
    expect(refusal({ actions: [kill, 7] })).toBe("scenario.actions[1]: expected an object, not 7");
    expect(() => parseScenario("{")).toThrow(/^expected one JSON object: /);
  });
});
