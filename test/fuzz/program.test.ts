/** Random input for the whole program in-process: every run ends cleanly, and no secret is revealed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import {
  type AnyAnswer,
  anyAnswer,
  anyChallenge,
  anyConfig,
  anyEnvironment,
  anyWords,
  FORMATS,
} from '../support/arbitraries.ts';
import { expectCleanExit } from '../support/cleanExit.ts';
import { NEW_KEY, NEW_PRIVATE_KEY, ORG_ID } from '../support/fixtures.ts';
import { bootstrapOf, type FakeSystem, fakeSystem } from '../support/inProcess/fakeSystem.ts';

const CANARY = 'canary-7d9b2c14-of-the-caller';
const HOME = '/home/ada';
const CONFIG = `${HOME}/.config/atlascli/config.toml`;
const ENVIRONMENT = {
  HOME,
  MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt',
  MONGODB_ATLAS_PRIVATE_API_KEY: CANARY,
  MONGODB_ATLAS_ORG_ID: ORG_ID,
  MONGODB_ATLAS_PROJECT_ID: ORG_ID,
};
const CREATE = ['organizations', 'apiKeys', 'create', '--desc', 'a key', '--role', 'ORG_MEMBER'];

const CHALLENGE = 'Digest realm="MMS Public API", nonce="n", algorithm=MD5, qop="auth"';
/** A key where one is made or shown, a list of it elsewhere. */
const usual = (url: string): AnyAnswer => {
  const one = /apiKeys(\/\w+)?$/.test(url.replace(/\?.*/, '')) && !url.includes('?');
  return {
    status: 200,
    type: 'application/json',
    body: JSON.stringify(one ? NEW_KEY : { results: [NEW_KEY], totalCount: 1 }),
  };
};

interface Given {
  readonly words?: readonly string[];
  readonly env?: Record<string, string>;
  readonly config?: string;
  readonly challenge?: string;
  readonly answer?: AnyAnswer;
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly system: FakeSystem;
  /** What the program itself put on the disk. */
  readonly saved: string;
}

async function run({
  words = CREATE,
  env = ENVIRONMENT,
  config,
  challenge = CHALLENGE,
  answer,
}: Given): Promise<Ended> {
  const system = fakeSystem({
    env,
    files: config === undefined ? {} : { [CONFIG]: config },
    async fetch(url, { headers }) {
      if (headers['authorization'] === undefined)
        return new Response('{"error":401}', {
          status: 401,
          headers: { 'content-type': 'application/json', 'www-authenticate': latin1(challenge) },
        });
      const { status, type, body } = answer ?? usual(url);
      return new Response(body, {
        status,
        headers: type ? { 'content-type': type, 'retry-after': '1' } : {},
      });
    },
  });
  const status = await main(words, bootstrapOf(system));
  const saved = [...system.saved]
    .filter(([path]) => path !== CONFIG)
    .map(([path, { text }]) => `${path}\n${text}`)
    .join('\n');
  return { status, ...system.written, system, saved };
}

/** Removes line ends, which a header cannot contain. */
const latin1 = (header: string): string => header.replace(/[^\t -~\u00a0-\u00ff]/g, '?');

/** The caller's private key is nowhere but in what the test itself gave. */
function expectNoCanary({ stdout, stderr, saved, system }: Ended): void {
  expect(JSON.stringify([stdout, stderr, saved, system.requests])).not.toContain(CANARY);
}

/** Runs the program, and checks what every run must fulfill. */
async function attack(given: Given): Promise<Ended> {
  const ended = await run(given);
  expectCleanExit(ended, given.words ?? CREATE);
  expectNoCanary(ended);
  expect(ended.system.listens()).toBe(false);
  return ended;
}

const always = (property: fc.IAsyncPropertyWithHooks<never> | fc.IAsyncProperty<unknown>, numRuns: number) =>
  fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns });

test('when the command line is anything, then the run ends cleanly', async () => {
  await always(
    fc.asyncProperty(anyWords, async (words) => void (await attack({ words }))),
    800,
  );
});

test('when the configuration file contains anything, then the run ends cleanly', async () => {
  const env = { HOME, MONGODB_ATLAS_ORG_ID: ORG_ID };
  await always(
    fc.asyncProperty(anyConfig(CANARY), async (config) => void (await attack({ env, config }))),
    600,
  );
});

test('when the server sends any challenge, then the run ends cleanly after three requests at most', async () => {
  await always(
    fc.asyncProperty(anyChallenge, async (challenge) => {
      const { system, status, stdout } = await attack({ challenge });
      expect(system.requests.length).toBeLessThanOrEqual(3);
      if (status === 0) expect(stdout).toContain(NEW_PRIVATE_KEY);
    }),
    600,
  );
});

/** Whether the response proves that a key was created. */
function isProof({ type, body }: AnyAnswer): boolean {
  try {
    const { privateKey } = JSON.parse(body);
    return /json/i.test(type) && typeof privateKey === 'string' && privateKey !== '';
  } catch {
    return false;
  }
}

test('when the response to a create is anything, then it is printed or saved, and the key is reported as created only with proof', async () => {
  await always(
    fc.asyncProperty(anyAnswer, fc.constantFrom(undefined, 'json', 'plaintext'), async (answer, output) => {
      const words = [...CREATE, ...(output ? ['-o', output] : [])];
      const { status, stdout, stderr, saved } = await attack({ words, answer });
      const isSuccess = answer.status >= 200 && answer.status < 300;
      if (!isSuccess)
        expect({ status, stdout, saved }).toEqual({
          status: answer.status < 500 ? 1 : 3,
          stdout: '',
          saved: '',
        });
      else if (status === 3) {
        expect(saved).toContain(answer.body.toWellFormed());
        expect(stdout).toBe('');
      } else {
        expect({ status, isProof: isProof(answer) }).toEqual({ status: 0, isProof: true });
        const shown = output === 'json' ? JSON.parse(stdout).privateKey : stdout;
        expect(shown).toContain(JSON.parse(answer.body).privateKey.toWellFormed());
      }
      if (!isProof(answer)) expect(stdout + stderr).not.toMatch(/was created/);
      expect(stderr).not.toContain(NEW_PRIVATE_KEY);
    }),
    800,
  );
});

test('when the response to any command is anything, then the run ends cleanly', async () => {
  await always(
    fc.asyncProperty(anyWords, anyAnswer, async (words, answer) => void (await attack({ words, answer }))),
    600,
  );
});

test('when the output has any format, then only standard output contains the new private key', async () => {
  await always(
    fc.asyncProperty(
      fc.constantFrom(...FORMATS),
      fc.string({ unit: 'binary', maxLength: 20 }),
      async (format, more) => {
        const words = [...CREATE, '-o', format + more];
        const { stderr, saved } = await attack({ words });
        expect(stderr + saved).not.toContain(NEW_PRIVATE_KEY);
      },
    ),
    600,
  );
});

test('when the environment contains anything, then the run ends cleanly', async () => {
  await always(
    fc.asyncProperty(anyEnvironment, async (env) => void (await attack({ env: { ...ENVIRONMENT, ...env } }))),
    800,
  );
});

test('when the private key is also in the wrong variable, then no message contains it', async () => {
  const wrong = fc.constantFrom(
    `https://user:${CANARY}@cloud.example.com/`,
    `https://${CANARY}@cloud.example.com`,
    `user:${CANARY}@host`,
    `//user:${CANARY}@host:x/`,
    `ftp://a:${CANARY}@b/`,
  );
  await always(
    fc.asyncProperty(wrong, fc.constantFrom('MONGODB_ATLAS_', 'MCLI_'), async (url, prefix) => {
      await attack({ env: { ...ENVIRONMENT, [`${prefix}OPS_MANAGER_URL`]: url } });
    }),
    50,
  );
});

test('when a shell completes any line, then it gets candidates and a directive, and no request is sent', async () => {
  const files = fc.option(anyConfig(CANARY), { nil: undefined });
  await always(
    fc.asyncProperty(
      anyWords,
      fc.string({ unit: 'binary', maxLength: 6 }),
      files,
      async (words, last, config) => {
        const { status, stdout, stderr, system } = await run({
          words: ['__complete', ...words, last],
          env: { HOME },
          ...(config !== undefined && { config }),
        });
        expect({ status, stderr, requests: system.requests }).toEqual({
          status: 0,
          stderr: '',
          requests: [],
        });
        expect(stdout).toMatch(/(^|\n):\d+\n$/);
        expect(stdout).not.toContain(CANARY);
      },
    ),
    800,
  );
});

test('when a profile is described in any format, then none of its secrets is shown', async () => {
  const name = fc
    .tuple(
      fc.constantFrom('private_api_key', 'client_secret', 'access_token', 'refresh_token'),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
    )
    .map(([property, capitals]) =>
      [...property].map((letter, at) => (capitals[at] ? letter.toUpperCase() : letter)).join(''),
    );
  const value = fc.constantFrom(`"${CANARY}"`, `'''${CANARY}'''`, `["${CANARY}"]`, `{ a = "${CANARY}" }`);
  const table = fc.constantFrom('[x]', '[x.inner]', '[[x.inner]]');
  const words = fc.constantFrom(['describe', 'x'], ['get', 'x'], ['list'], ['describe', 'x', '-P', 'x']);
  const output = fc.option(fc.constantFrom(...FORMATS), { nil: undefined });
  await always(
    fc.asyncProperty(table, name, value, words, output, async (header, property, text, command, format) => {
      await attack({
        words: ['config', ...command, ...(format ? ['-o', format] : [])],
        env: { HOME },
        config: `${header}\n${property} = ${text}\n`,
      });
    }),
    400,
  );
});
