import { defineConfig } from "vitest/config";

// docker: the image in real containers. A configuration of its own, so that a plain `vitest run`
// neither builds images nor waits for an engine: `npm run chaos:docker`.
export default defineConfig({
  test: {
    reporters: ["default", "./scripts/passed-failed-reporter.ts"],
    projects: [
      {
        test: {
          name: "docker",
          include: ["packages/*/test/**/*.docker.test.ts"],
          // The first run builds an image and fetches those that it is made of.
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
