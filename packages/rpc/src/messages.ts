// Evaluated in this order: first how numbers are read, then the code that reads them.
import "./numbers.ts";

export { grpc, sordini } from "./generated/rpc.js";
