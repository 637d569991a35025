/** The stand-in Atlas beside a test's own stage: the program is pointed at it, without the API key that stages give. */
import { onTestFinished } from 'vitest';
import { type StandIn, startStandIn } from '../../sandbox/server.ts';
import { NO_API_KEY } from './fixtures.ts';

export interface Pointed extends StandIn {
  readonly to: Readonly<Record<string, string | undefined>>;
}

export async function standIn(): Promise<Pointed> {
  const atlas = await startStandIn();
  onTestFinished(atlas.close);
  return { ...atlas, to: { ...NO_API_KEY, MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url } };
}
