/** The remembered challenge on a real file system. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { BUILDS } from '../support/builds.ts';
import { programTest, type Stage } from '../support/programTest.ts';
import { created } from '../support/serverBehaviors.ts';

const folderOf = (stage: Stage): string => join(stage.home, '.cache/atlascli/tokens');

describe.concurrent.each(BUILDS)('$name', (form) => {
  const test = programTest(form);

  test('when keys are created, then each but the first takes one request', async ({ stage, expect }) => {
    const server = await stage.serve(created, 4);
    for (let run = 0; run < 3; run++) expect((await stage.run({ to: server })).status).toBe(0);
    const counts = server.requests.map(({ headers }) => /nc=(\w+)/.exec(headers.authorization ?? '')?.[1]);
    expect(counts).toEqual([undefined, '00000001', '00000002', '00000003']);
    const modes = Object.values(stage.cached()).map(({ mode }) => mode);
    expect([modes, fs.statSync(folderOf(stage)).mode & 0o777]).toEqual([[0o600], 0o700]);
  });

  test('when the umask permits everything, then only the user can read the file, also if it was replaced', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created, 'any');
    const within = ['sh', '-c', 'umask 0; exec "$@"', 'sh'];
    await stage.run({ to: server, within });
    const [[path] = []] = Object.entries(stage.cached());
    const file = join(stage.home, path ?? '');
    fs.writeFileSync(file, 'damaged');
    fs.chmodSync(file, 0o666);
    await stage.run({ to: server, within });
    expect(Object.values(stage.cached())).toEqual([
      { mode: 0o600, text: expect.stringContaining('"proof"') },
    ]);
  });

  test('when others can write to the folder and have planted a link, then its target is not touched', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created, 'any');
    await stage.run({ to: server });
    const [name = ''] = fs.readdirSync(folderOf(stage));
    const planted = join(folderOf(stage), name);
    const target = join(stage.cwd, 'target');
    fs.writeFileSync(target, 'precious');
    fs.rmSync(planted);
    fs.symlinkSync(target, planted);
    fs.chmodSync(folderOf(stage), 0o777);
    expect((await stage.run({ to: server })).status).toBe(0);
    expect(fs.readFileSync(target, 'utf8')).toBe('precious');
    expect(fs.lstatSync(planted).isFile()).toBe(true);
  });

  test.for<[string, (folder: string, name: string) => void]>([
    ['a folder is in place of the file', (folder, name) => fs.mkdirSync(join(folder, name))],
    [
      'a file is in place of the folder',
      (folder) => {
        fs.rmdirSync(folder);
        fs.writeFileSync(folder, '');
      },
    ],
  ])('when %s, then the run is not disturbed', async ([, prepare], { stage, expect }) => {
    const server = await stage.serve(created, 'any');
    await stage.run({ to: server });
    const [name = ''] = fs.readdirSync(folderOf(stage));
    fs.rmSync(join(folderOf(stage), name));
    prepare(folderOf(stage), name);
    const { status, stderr } = await stage.run({ to: server });
    expect([status, stderr]).toEqual([0, '']);
  });
});
