/**
 * Finds the command of a simple line without loading the definitions of all commands. The build replaces this module with the
 * routes to them; see scripts/routes.ts.
 */
import type { Program } from '../cli/define.ts';
import type { System } from '../system/system.ts';

/**
 * Loads the one command that the line names.
 * @returns the program with only that command; undefined if the line does not begin with its words
 */
export const routeTo = async (_argv: readonly string[]): Promise<Program<System> | undefined> => undefined;
