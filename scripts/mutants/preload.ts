/**
 * Loads what is mutated before any test. Loaded by a test, as the program does, what stands at the top of a module would
 * be taken for that one test's, and a mutant there tried on it alone.
 */
declare global {
  interface ImportMeta {
    /** Vite's: imports all files that fit. */
    glob(patterns: readonly string[], options: { eager: true }): unknown;
  }
}

import.meta.glob(['/src/auth/**/*.ts', '/src/cli/*.ts', '/src/go/*.ts'], { eager: true });

export {};
