import { type FoundViolation, runScenario, type SeedResult } from "../run/run-seed.ts";
import type { Scenario } from "../run/scenario.ts";
import { shrink, type Shrunk } from "../run/shrink.ts";
import { SeedThread } from "../threads/seed-thread.ts";
import type { OneOptions } from "./options.ts";
import { Timeline } from "./timeline.ts";

export interface OneReport {
  readonly result: SeedResult;
  /** Null when nothing was found, or when nothing smaller was looked for. */
  readonly shrunk: Shrunk | null;
}

/** Lines of the timeline beside the landmarks. */
const linesShownMax = 200;
const shrinkRunsMax = 500;
/** About a minute or two. */
const shrinkEventsMax = 10_000_000;

/** Runs one scenario here, so that a debugger sees it; tells of it line by line. */
export async function runOne(
  scenario: Scenario,
  options: Omit<OneOptions, "source">,
  print: (line: string) => void,
): Promise<OneReport> {
  const timeline = new Timeline(linesShownMax);
  const trace = options.trace ? print : (line: string) => timeline.add(line);
  const result = await runScenario(scenario, { steps: options.steps ?? Infinity, trace });
  const { violation, hash, simulatedMs, events } = result;
  if (violation !== null) for (const line of timeline.lines()) print(line);
  print(`hash ${hash}, ${events} events, ${(simulatedMs / 1_000).toFixed(1)} simulated seconds`);
  if (violation === null) {
    print("no violation");
    return { result, shrunk: null };
  }
  print(`VIOLATION of ${violation.invariant}: ${violation.text}`);
  if (!options.shrink) return { result, shrunk: null };
  const shrunk = await shrinkOnThread(scenario, violation);
  const { actions } = shrunk.scenario;
  print(
    `${actions.length} of ${scenario.actions.length} actions are enough (${shrunk.runs} runs` +
      `${shrunk.isMinimal ? "" : ", then given up"}):`,
  );
  for (const { atMs, fault } of actions) print(`  ${atMs.toFixed(3).padStart(9)}  ${fault}`);
  print("As a scenario for `npm run sim -- --scenario FILE`:");
  print(JSON.stringify(shrunk.scenario));
  return { result, shrunk };
}

/** In a thread, since what is left of a scenario may loop for ever. */
async function shrinkOnThread(scenario: Scenario, violation: FoundViolation): Promise<Shrunk> {
  const thread = new SeedThread();
  try {
    return await shrink(scenario, {
      attempt: async (candidate) => {
        const { violation: found, events } = await thread.run(candidate);
        return { isSame: found?.invariant === violation.invariant, events };
      },
      runsMax: shrinkRunsMax,
      eventsMax: shrinkEventsMax,
    });
  } finally {
    await thread.close();
  }
}
