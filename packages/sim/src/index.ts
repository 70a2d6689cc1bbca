export * from "./chance.ts";
export * from "./checkers/history.ts";
export * from "./checkers/log-history.ts";
