/**
 * Loads the mutated modules before all tests. If a test loaded them, Stryker would attribute their top-level code to that test,
 * and run only that test for mutants there.
 */
declare global {
  interface ImportMeta {
    /** Vite's: imports all files that fit. */
    glob(patterns: readonly string[], options: { eager: true }): unknown;
  }
}

import.meta.glob(['/src/auth/**/*.ts', '/src/cli/*.ts', '/src/go/*.ts'], { eager: true });

export {};
