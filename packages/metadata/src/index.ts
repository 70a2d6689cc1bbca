export * from "./commands.ts";
export * from "./delta.ts";
export * from "./image.ts";
export * from "./persistent-map.ts";
export * from "./records.ts";
export * from "./session.ts";
