import { defineConfig, mergeConfig } from "vitest/config";
import screens from "./vite.config";

export default mergeConfig(
  screens,
  defineConfig({
    test: { environment: "node", include: ["tests/**/*.test.ts"], testTimeout: 120_000, silent: "passed-only" },
  }),
);
