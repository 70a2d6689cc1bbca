export { nodeCompression } from "./node-compression.ts";
