export { runChaos } from "./chaos-run.ts";
export { type DemoReport, runDemo } from "./demo-run.ts";
export type { Figures } from "./figures.ts";
export { LiveView, type Screen } from "./live-view.ts";
export type { ChaosOptions, Target, TimedOptions } from "./options.ts";
export type { ChaosReport } from "./report.ts";
export type { TimedReport } from "./timed/timed-report.ts";
export { runTimed } from "./timed/timed-run.ts";
