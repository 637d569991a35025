/** One run of an Atlas command: everything that can fail here fails before the request; then request, answer, output. */
import { checkAnswer } from '../api/answer.ts';
import { type AtlasClient, atlasClient } from '../api/client.ts';
import { advise } from '../base/errors.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { saveAtOnce } from '../handover/handover.ts';
import { keyPairOf, withoutPrivateKey } from '../handover/keyPair.ts';
import type { KeyPlace } from '../handover/keyPlace.ts';
import { discardPlaces, openPlaces } from '../handover/places.ts';
import type { System } from '../system/system.ts';
import { isConfirmed } from '../terminal/confirm.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { print, tell } from '../terminal/print.ts';
import { startSpinner } from '../terminal/spinner.ts';
import type { AtlasCommand, FollowUp } from './definition.ts';
import { conclude, withHint } from './failure.ts';
import { Journal } from './journal.ts';
import { mustAsk, type Prepared, prepare, profileContent } from './prepare.ts';

/** Waits for Atlas, and shows it. */
async function waiting<T>(system: System, { race }: Interruption, work: () => Promise<T>): Promise<T> {
  const stopSpinner = startSpinner(system, 'Waiting for Atlas');
  try {
    return await race(work());
  } finally {
    stopSpinner();
  }
}

interface Surroundings {
  readonly atlas: AtlasClient;
  readonly system: System;
  readonly interruption: Interruption;
  readonly journal: Journal;
  /** Where the answer's secret goes instead of the output; usually nowhere. */
  readonly places: readonly KeyPlace[];
}

/** Stores the new key where its owner wants it, and returns the answer without the private half. */
async function store(answer: unknown, { places, journal, interruption }: Surroundings): Promise<unknown> {
  if (places.length === 0) return answer;
  const pair = keyPairOf(answer);
  for (const place of places) {
    await interruption.race(place.store(pair));
    journal.stored(place.name);
  }
  return withoutPrivateKey(answer, pair);
}

/** What a person who looks is told after the output. */
function remarkOf<F extends Flags, Input>(
  { oneTimeSecret, remark }: AtlasCommand<F, Input>,
  answer: unknown,
  input: Input,
  places: readonly KeyPlace[],
): string | undefined {
  if (!oneTimeSecret) return remark?.(answer, input);
  if (places.length === 0)
    return `Save the private key of this ${oneTimeSecret.what} now: it is shown only once.`;
  const stored = `The private key is in ${places.map(({ name }) => name).join(' and ')}.`;
  return [stored, ...places.flatMap(({ caution }) => caution ?? [])].join(' ');
}

/** From the prepared input to the output; returns what is left to do, if anything. */
async function carryOut<F extends Flags, Input>(
  command: AtlasCommand<F, Input>,
  { input: given, output, format }: Prepared<Input>,
  ask: boolean,
  surroundings: Surroundings,
): Promise<{ answer: unknown; input: Input } | undefined> {
  const { atlas, system, interruption, journal } = surroundings;
  const wait = <T>(work: () => Promise<T>) => waiting(system, interruption, work);
  const context = { atlas };
  const { resolve, confirm } = command;
  const input = resolve ? await wait(() => resolve(given, context)) : given;
  if (ask && confirm) {
    const question = await wait(() => confirm.question(input, context));
    if (!(await isConfirmed(system, question, interruption.signal))) {
      await interruption.race(print(system, confirm.declined));
      return undefined;
    }
  }
  const schema = output.part?.of ?? output.schema;
  const [raw, checked] = await wait(() => Promise.all([command.run(input, context), schema()]));
  const answer = checkAnswer(checked, raw);
  const shown = await store(answer, surroundings);
  await interruption.race(print(system, format(output.part ? output.part.take(shown) : shown)));
  journal.delivered = true;
  await tell(system, remarkOf(command, answer, input, surroundings.places));
  return { answer, input };
}

/** Does what follows, with a client of its own: whatever becomes of it, the answer is safe. */
async function follow<F extends Flags, Input>(
  command: AtlasCommand<F, Input>,
  followUp: FollowUp<Input>,
  prepared: Prepared<Input>,
  done: { answer: unknown; input: Input },
  { system, interruption }: Surroundings,
): Promise<void> {
  const { baseUrl, credentials } = prepared;
  const { answer, input } = done;
  const atlas = atlasClient(system, baseUrl, credentials, new Journal());
  try {
    await waiting(system, interruption, () => followUp.run(input, answer, { atlas }));
  } catch (error) {
    throw advise(
      withHint(error, command, prepared),
      `${followUp.undone} Finish with: ${followUp.command(input, answer)}${prepared.again}`,
    );
  }
}

/**
 * Runs the command.
 * @throws {CliError} finished for printing; a one-time secret that could not be printed has been handed over
 */
export async function runCommand<F extends Flags, Input>(
  command: AtlasCommand<F, Input>,
  invocation: Invocation<F>,
  system: System,
): Promise<void> {
  const prepared = await prepare(command, invocation, system);
  const { baseUrl, credentials, scope, again } = prepared;
  const { followUp } = command;
  const oneTimeSecret = command.oneTimeSecret && {
    ...command.oneTimeSecret,
    list: command.oneTimeSecret.list + again,
  };
  const places = oneTimeSecret ? await openPlaces(invocation, profileContent(prepared), system) : [];
  const journal = new Journal();
  const interruption = listenForInterruption(system, () => {
    if (oneTimeSecret && journal.body !== '' && !journal.delivered) saveAtOnce(system, journal.body);
    void discardPlaces(places, system);
  });
  const atlas = atlasClient(system, baseUrl, credentials, journal);
  const surroundings = { atlas, system, interruption, journal, places };
  let isFollowed = false;
  try {
    if (invocation.values['dryRun'] === true) {
      const { printDryRun } = await import('./dryRun.ts');
      return await printDryRun(command, prepared, invocation, places, system);
    }
    const ask = mustAsk(command, invocation);
    const done = await carryOut(command, prepared, ask, surroundings);
    if (done && followUp?.isWanted(done.input)) {
      isFollowed = true;
      await follow(command, followUp, prepared, done, surroundings);
    }
  } catch (error) {
    const failure = withHint(error, command, prepared);
    const end = await conclude(failure, oneTimeSecret, scope, surroundings);
    // Of a failure in the follow-up itself, that is said already.
    const isLeftOut = journal.state === 'answered' && !isFollowed && followUp?.isWanted(prepared.input);
    throw isLeftOut && followUp ? advise(end, followUp.undone) : end;
  } finally {
    await discardPlaces(places, system);
    interruption.stop();
  }
}
