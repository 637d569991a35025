/** An invalid config.toml is an error only for runs that need it. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { latin1 } from '../../support/encodings.ts';
import { NEW_PRIVATE_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type Stage } from '../../support/program/programTest.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

const configOf = ({ configFolder }: Stage): string => join(configFolder, 'config.toml');

/** How the file is invalid, and the error after its name. */
const BROKEN: readonly (readonly [string, (stage: Stage) => void, string])[] = [
  ['is not TOML', (stage) => stage.put(configOf(stage), '[default]\norg_id = \n'), ', line 2: '],
  ['is a web page', (stage) => stage.put(configOf(stage), '<html>\n'), ', line 1: Unknown character "<"'],
  [
    'is not UTF-8',
    (stage) => stage.put(configOf(stage), latin1('\n# caf\xe9\n')),
    ', line 2: the text is not UTF-8',
  ],
  ['is a folder', (stage) => fs.mkdirSync(configOf(stage), { recursive: true }), ': it is a folder'],
  [
    'is a link to itself',
    (stage) => {
      fs.mkdirSync(stage.configFolder, { recursive: true });
      fs.symlinkSync('config.toml', configOf(stage));
    },
    ': its symbolic links lead in a circle',
  ],
];

const IS_ROOT = process.getuid?.() === 0;
/** A user that nothing else here belongs to; nothing is denied to root. */
const NOBODY = 65534;
const AS_NOBODY = IS_ROOT ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);
  const [program = '', ...words] = [...AS_NOBODY, ...build.command, '--version'];
  const canBeDenied = spawnSync(program, words).status === 0;

  test.for(BROKEN)(
    'when it %s and the run does not need it, then the key is created, with a warning',
    async ([, breakIt, why], { stage, expect }) => {
      breakIt(stage);
      const { status, stdout, stderr } = await stage.run({ to: await stage.serve(created) });
      expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(NEW_PRIVATE_KEY) });
      expect(stderr.startsWith(`Warning: cannot read ${configOf(stage)}${why}`), stderr).toBe(true);
      expect(stderr).toMatch(/; config\.toml is ignored, because this run does not need it\n$/);
    },
  );

  test.for(BROKEN)(
    'when it %s and the run needs the ID from it, then nothing is created',
    async ([, breakIt, why], { stage, expect }) => {
      breakIt(stage);
      const argv = CREATE.slice(0, -2);
      const { status, stdout, stderr } = await stage.run({
        argv,
        to: await stage.serve(created, { requests: 0 }),
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr.startsWith(`Error: cannot read ${configOf(stage)}${why}`), stderr).toBe(true);
    },
  );

  test.for(BROKEN)(
    'when it %s and a variable names a profile, then nothing is created',
    async ([, breakIt, why], { stage, expect }) => {
      breakIt(stage);
      const { status, stderr } = await stage.run({
        env: { MONGODB_ATLAS_PROFILE: 'default' },
        to: await stage.serve(created, { requests: 0 }),
      });
      expect(status).toBe(1);
      expect(stderr.startsWith(`Error: cannot read ${configOf(stage)}${why}`), stderr).toBe(true);
    },
  );

  test.for(BROKEN)(
    'when it %s, then config init says how to move it away, and that works',
    async ([, breakIt], { stage, expect }) => {
      breakIt(stage);
      const { status, stderr } = await stage.run({ argv: ['config', 'init'] });
      expect(status).toBe(1);
      const [, command = ''] = /To start with a new file: (mv .*)$/m.exec(stderr) ?? [];
      expect(spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml.broken']);
    },
  );

  test('when its folder is a file, then there is no configuration, and there is no message', async ({
    stage,
    expect,
  }) => {
    const env = { XDG_CONFIG_HOME: stage.regularFile };
    const { status, stderr } = await stage.run({ env, to: await stage.serve(created) });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.skipIf(!canBeDenied)(
    'when the home folder belongs to another user, then the key is created, with a warning',
    async ({ stage, expect }) => {
      stage.put(configOf(stage), '[default]\n');
      fs.chmodSync(stage.configFolder, 0);
      fs.chmodSync(join(stage.home, '..'), 0o755);
      try {
        const { status, stderr } = await stage.run({ within: AS_NOBODY, to: await stage.serve(created) });
        expect({ status, stderr }).toEqual({
          status: 0,
          stderr: `Warning: cannot read ${configOf(stage)}: permission denied; config.toml is ignored, because this run does not need it\n`,
        });
      } finally {
        fs.chmodSync(stage.configFolder, 0o700);
      }
    },
  );
});
