// `npm run sim:mutants`: does the simulator find bugs that are known to be there? See
// mutants/options.ts for what it takes.

import { mutants } from "./mutants/all.ts";
import { hunt } from "./mutants/hunt.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { UsageError } from "./cli/flags.ts";
import { chooseMutants, help, parseMutantsOptions } from "./mutants/options.ts";
import { describeHunt, describeProgress, huntAsJson } from "./mutants/report.ts";
import { runSlice } from "./mutants/seed-slice.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseMutantsOptions(args);
    const chosen = chooseMutants(mutants, options.only);
    if (options.help || options.list) {
      process.stdout.write(options.help ? help : listOf(chosen));
      return 0;
    }
    const hunted = await hunt({
      ...options,
      mutants: chosen,
      runSlice,
      nowMs: () => performance.now(),
      onProgress: (quarry) => process.stderr.write(`${describeProgress(quarry)}\n`),
    });
    process.stdout.write(`${describeHunt(hunted)}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(huntAsJson(hunted))}\n`);
    const allCaught = hunted.quarries.every(({ finding }) => finding !== null);
    return allCaught && hunted.ofSoundCode.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`sim:mutants: ${(error as Error).message}\n`);
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write("`npm run sim:mutants -- --help` lists the options.\n");
    return 2;
  }
}

function listOf(chosen: readonly Mutant[]): string {
  return chosen
    .map(({ name, breaks, what }) => `${name} (${breaks.join(", ")}): ${what}\n`)
    .join("");
}
