/** `--dryRun`: prints the requests of a run and the origin of each value in them. Sends nothing. */
import * as z from 'zod/mini';
import '../base/zodConfig.ts';
import { type AtlasClient, type Call, mediaTypesOf, urlOf } from '../api/client.ts';
import { kindOf } from '../auth/kinds/index.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { type Flags, type Invocation, textOf } from '../cli/define.ts';
import { describeOrigin } from '../config/origin.ts';
import type { Property } from '../config/settings.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';
import { goJson } from '../go/json.ts';
import { hbs } from '../output/hbs.ts';
import { compileOutput } from '../output/index.ts';
import type { System } from '../system/system.ts';
import { print } from '../terminal/print.ts';
import type { AtlasCommand } from './definition.ts';
import { outputSetting, type Preflight } from './preflight.ts';
import { SCOPES } from './scope.ts';

/** A response for calls that need values from an earlier one. */
const PLACEHOLDER = { id: '{ID}', roles: [{ orgId: '{orgId}' }] };

const request = z.object({
  method: z.string(),
  address: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});

const plan = z.object({
  requests: z.array(request),
  values: z.array(z.object({ name: z.string(), source: z.string() })),
});

const text = hbs`{{#each requests}}
{{method}} {{address}}
{{#each headers}}
{{@key}}: {{this}}
{{/each}}
{{#if text}}

{{text}}
{{/if}}

{{/each}}
VALUE\tSOURCE
{{#each values}}
{{name}}\t{{source}}
{{/each}}

Nothing was sent.
`;

/** The calls that the command would make. */
async function callsOf<F extends Flags, Input, Result>(
  { run, followUp }: AtlasCommand<F, Input, Result>,
  input: Input,
): Promise<Call[]> {
  const calls: Call[] = [];
  const atlas: AtlasClient = {
    async send<T>(call: Call<T>) {
      calls.push(call);
      return PLACEHOLDER as T;
    },
  };
  const response = await run(input, { atlas });
  if (followUp?.isWanted(input)) await followUp.run(input, response, { atlas });
  return calls;
}

/** Restores the braces of placeholders, which were escaped. Real addresses contain no braces. */
const readable = (address: string): string => address.replace(/%7B(\w+)%7D/g, '{$1}');

/** Each value of the run with its origin. */
function sourcesOf<F extends Flags, Input, Result>(
  command: Pick<AtlasCommand<F, Input, Result>, 'flags'>,
  { settings, scope, credentials }: Preflight<Input, Result>,
  invocation: Invocation<F>,
  destinations: readonly KeyDestination[],
): { name: string; source: string }[] {
  const setting = (property: Property, otherwise?: string): string | undefined => {
    const found = settings.get(property);
    return found ? describeOrigin(found.origin) : otherwise;
  };
  const fromFlag = (flag: string) => (textOf(invocation, flag) ? `--${flag}` : undefined);
  const named: (readonly [string, string | undefined])[] = [
    ['host', setting('ops_manager_url') ?? setting('service', 'the default')],
    ['credentials', describeOrigin(credentials.origin)],
  ];
  if (scope) {
    const { flag, property } = SCOPES[scope.kind];
    named.push([flag, fromFlag(flag) ?? setting(property)]);
  }
  named.push(['output', fromFlag('output') ?? setting('output')]);
  const otherFlags = Object.keys(command.flags).filter(
    (flag) =>
      invocation.given.has(flag) && !command.flags[flag]?.extension && !named.some(([name]) => name === flag),
  );
  return [
    ...named.flatMap(([name, source]) => (source ? [{ name, source }] : [])),
    ...otherFlags.sort().map((flag) => ({ name: flag, source: `--${flag}` })),
    ...destinations.map(({ name }) => ({ name: 'key pair', source: `goes to ${name}` })),
  ];
}

/**
 * Prints the requests as JSON for `-o json`, otherwise as text. Other output formats were checked, but do not apply, because
 * there is no response.
 */
export async function printDryRun<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  preflight: Preflight<Input, Result>,
  invocation: Invocation<F>,
  destinations: readonly KeyDestination[],
  system: System,
): Promise<void> {
  const calls = await callsOf(command, preflight.input);
  const planned = calls.map((call) => ({ call, credentials: preflight.credentials }));
  await printRequests(command, preflight, invocation, destinations, planned, system);
}

/** A call that would be made, and with which credentials. */
export interface PlannedCall {
  readonly call: Call;
  readonly credentials: Credentials;
}

/** Prints the calls, as printDryRun does. */
export async function printRequests<F extends Flags, Input, Result>(
  command: Pick<AtlasCommand<F, Input, Result>, 'flags'>,
  preflight: Preflight<Input, Result>,
  invocation: Invocation<F>,
  destinations: readonly KeyDestination[],
  planned: readonly PlannedCall[],
  system: System,
): Promise<void> {
  const requests = planned.map(({ call, credentials }) => ({
    method: call.method,
    address: readable(urlOf(preflight.baseUrl, call)),
    headers: {
      ...mediaTypesOf(call),
      authorization: kindOf(credentials).describeAuthorization(credentials),
    },
    body: call.body,
    text: call.body === undefined ? '' : goJson(call.body),
  }));
  const values = sourcesOf(command, preflight, invocation, destinations);
  const setting = outputSetting(invocation, preflight.settings);
  const isJson = setting?.value === 'json';
  const output = { schema: async () => plan, text };
  const format = await compileOutput(isJson ? setting : undefined, output, system);
  const printable = isJson ? plan.parse({ requests, values }) : { requests, values };
  await print(system, format(printable));
}
