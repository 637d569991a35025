/** A sandbox for a test of a build. The program uses it, without the API key of the stage. */
import { onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/server.ts';
import { NO_API_KEY } from '../fixtures.ts';

export interface Pointed extends Sandbox {
  readonly to: Readonly<Record<string, string | undefined>>;
}

export async function sandbox(): Promise<Pointed> {
  const atlas = await startSandbox();
  onTestFinished(atlas.close);
  return { ...atlas, to: { ...NO_API_KEY, MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url } };
}
