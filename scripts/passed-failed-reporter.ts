import type { Reporter, SerializedError, TestModule } from "vitest/node";

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Prints `N passed, N failed` as the very last line of a test run, so that a script need not
 * understand vitest's own summary. A file that does not load, a hook that throws and an error that
 * nobody caught count as failed, since each makes the run fail.
 */
export default class PassedFailedReporter implements Reporter {
  #line: string | undefined;

  // Vitest itself may still print after the run has ended (slow shutdown, open handles), so the
  // line waits for the process's exit. Writes to a file, pipe or terminal are synchronous there.
  onInit(): void {
    process.once("exit", () => {
      if (this.#line !== undefined) process.stdout.write(`${this.#line}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], uncaught: readonly SerializedError[]): void {
    this.#line = summary(tallyOf(modules, uncaught));
  }
}

function summary({ passed, failed, skipped }: Tally): string {
  const counts = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`;
}

function tallyOf(modules: readonly TestModule[], uncaught: readonly SerializedError[]): Tally {
  const tally: Tally = { passed: 0, failed: uncaught.length, skipped: 0 };
  for (const module of modules) {
    if (module.errors().length > 0) tally.failed++;
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) tally.failed++;
    }
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") tally.passed++;
      else if (state === "failed") tally.failed++;
      else tally.skipped++;
    }
  }
  return tally;
}
