/** What to do when there are no complete credentials. */
import { describeOrigin, nameAt } from '../config/origin.ts';
import type { Setting, Settings } from '../config/settings.ts';
import { variableName } from '../config/variable.ts';
import { emptyVariables, misnamedVariables } from '../config/variableAdvice.ts';
import { findProblem } from './halves.ts';
import { apiKey } from './kinds/apiKey.ts';
import { KINDS } from './kinds/index.ts';
import type { Half } from './kinds/kind.ts';

/** One half of credentials without the other one. */
export interface IncompletePair {
  readonly half: Half;
  readonly held: Setting;
  readonly missing: Half;
}

function problemWith(half: Half, { value, origin }: Setting): string | undefined {
  const problem = findProblem(half, value);
  return problem && `It holds ${problem.found}. ${problem.advice((property) => nameAt(origin, property))}`;
}

/**
 * What is set and does not suffice: one half without the other, empty variables, variables of other programs.
 * @param pair as from incompletePair
 * @returns sentences; undefined when nothing is set
 */
export function whatIsWrong({ env }: Settings, pair: IncompletePair | undefined): string | undefined {
  const missing = (pair ? [pair.missing] : KINDS.flatMap(({ halves }) => halves)).map(
    ({ property }) => property,
  );
  const sentences = [
    pair &&
      `${pair.missing.property} is missing: only the other half of the pair is set, by ${describeOrigin(pair.held.origin)}.`,
    pair && problemWith(pair.half, pair.held),
    emptyVariables(env, missing),
    misnamedVariables(env, missing),
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;
}

/** The hint for a command that needs credentials. */
export function howToAuthenticate(settings: Settings, pair: IncompletePair | undefined): string {
  const wrong = whatIsWrong(settings, pair);
  if (wrong) return wrong;
  const { profileName, profileArgument, path } = settings;
  const lack = path === undefined ? 'Run' : `Profile "${profileName}" of ${path} holds none: run`;
  const variables = apiKey.halves.map(({ property }) => variableName(property)).join(' and ');
  return `${lack} "atlas config init${profileArgument}", or set ${variables}.`;
}
