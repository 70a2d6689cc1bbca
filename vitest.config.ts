import { defineConfig } from "vitest/config";

// unit:    pure cores, ports and single components; milliseconds each.
// cluster: real processes or whole clusters in one process; seconds each, so few at a time.
// tidy:    the shape of the repository itself.
// docker:  real containers, by vitest.docker.config.ts only.
export default defineConfig({
  test: {
    // Two workers keep two cores busy; more would make the timing of clusters a lottery.
    maxWorkers: 2,
    reporters: ["default", "./scripts/passed-failed-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts"],
          exclude: ["**/*.cluster.test.ts", "**/*.docker.test.ts"],
        },
      },
      {
        test: {
          name: "cluster",
          include: ["{packages,examples}/*/test/**/*.cluster.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // After everything else, so that no unit test competes with a failover for the cores.
          sequence: { groupOrder: 1 },
        },
      },
      { test: { name: "tidy", include: ["scripts/*.test.ts"] } },
    ],
  },
});
