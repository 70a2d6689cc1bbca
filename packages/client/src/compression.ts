export { nodeCompression } from "@sordini/compression";
