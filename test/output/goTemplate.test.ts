/** The output formats go-template and go-template-file. The language itself is tested in test/gotemplate. */
import { describe, expect, test } from 'vitest';
import { NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import { type FakeOptions, systemError } from '../support/inProcess/fakeSystem.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { create, withKeys } from '../support/inProcess/runCreate.ts';
import { challenge, jsonResponse } from '../support/inProcess/scriptedResponses.ts';

const printed = async (template: string, response: unknown = NEW_KEY): Promise<string> => {
  const run = await create({ responses: [challenge, jsonResponse(response)] }, [
    '-o',
    `go-template=${template}`,
  ]);
  expect([run.status, run.stderr]).toEqual([0, '']);
  return run.stdout;
};

/** The error for an invalid output, for which no request may be sent. */
async function refused(specification: string, options: FakeOptions = {}): Promise<string> {
  const run = await create({ responses: [], ...options }, ['-o', specification]);
  expect([run.status, run.stdout, run.system.requests.length]).toEqual([1, '', 0]);
  return run.stderr;
}

describe('what a template prints', () => {
  test.each([
    ['{{.PublicKey}}', NEW_KEY.publicKey],
    ['{{.Id}} {{.Desc}}\n', `${NEW_KEY.id} ci\n`],
    ['{{range .Roles}}{{.RoleName}}={{.OrgId}};{{end}}', `ORG_OWNER=${ORG_ID};`],
    ['{{len .Roles}}', '1'],
    ['{{range valueOrEmptySlice .Links}}{{.Href}}{{end}}', 'https://cloud.mongodb.com/x'],
    ['a\tb\n', 'a     b\n'],
    ['a=b', 'a=b'],
  ])('when the template is %j, then it prints %j', async (template, expected) => {
    expect(await printed(template)).toBe(expected);
  });

  test('when a field is absent, then it is <nil>', async () => {
    expect(await printed('{{.Desc}}', { id: 'x', privateKey: 'p' })).toBe('<nil>');
  });

  test('when a field is null, then it is <nil>, too', async () => {
    expect(await printed('{{.Desc}}', { id: 'x', privateKey: 'p', desc: null })).toBe('<nil>');
  });

  test('when the response has fields that the API does not describe, then a template cannot use them', async () => {
    expect(await refused('go-template={{.Secret}}')).toContain("can't evaluate field Secret in type");
  });

  test('when a character is split, then its bytes are printed unchanged', async () => {
    const written: (string | Uint8Array)[] = [];
    const stdout = { write: async (text: string | Uint8Array) => void written.push(text) };
    await create({ stdout, responses: [challenge, jsonResponse({ desc: 'é', privateKey: 'p' })] }, [
      '-o',
      'go-template={{slice .Desc 0 1}}',
    ]);
    expect(written.map((one) => Buffer.from(one).toString('hex'))).toEqual(['c3']);
  });

  test('when standard output is a terminal, then it does not get the control characters of a response', async () => {
    const run = await create(
      {
        stdout: { isTerminal: true },
        responses: [challenge, jsonResponse({ desc: 'x\u001b[31m', privateKey: 'p' })],
      },
      ['-o', 'go-template={{.Desc}}\n'],
    );
    expect(run.stdout).toBe('x\\x1b[31m\n');
  });
});

describe('a template that cannot work', () => {
  test.each([
    ['go-template=', 'Error: the template is empty\n'],
    ['go-template={{.Id', 'Error: template: output:1: unclosed action\n'],
    ['go-template={{upper .Id}}', 'Error: template: output:1: function "upper" not defined\n'],
    [
      'go-template-file=',
      'Error: error loading template: , open : no such file or directory\nName the file of the template: --output go-template-file=FILE.\n',
    ],
  ])('when -o is %j, then nothing is sent and the error is %j', async (specification, expected) => {
    expect(await refused(specification)).toBe(expected);
  });

  test('when it names a field that does not exist, then nothing is sent', async () => {
    expect(await refused('go-template={{range .Roles}}{{.Nope}}{{end}}')).toMatch(
      /^Error: template: output:1:18: executing "output" at <\.Nope>: can't evaluate field Nope in type admin\./,
    );
  });

  test.each([
    ['{{.ID}}', 'Did you mean .Id?'],
    ['{{.publickey}}', 'Did you mean .PublicKey?'],
    ['{{.Private_Key}}', 'Did you mean .PrivateKey?'],
    ['{{.Description}}', 'Did you mean .Desc?'],
    ['{{range .Roles}}{{.Rolename}}{{end}}', 'Did you mean .RoleName?'],
    ['{{.RoleName}}', 'Did you mean {{range valueOrEmptySlice .Roles}}{{.RoleName}}{{end}}?'],
    ['{{.Roles.RoleName}}', 'Did you mean {{range valueOrEmptySlice .Roles}}{{.RoleName}}{{end}}?'],
    ['{{.Nope}}', 'The fields are Desc, Id, Links, PrivateKey, PublicKey, Roles.'],
  ])('when the template is %s, then a hint under the error of Go says: %s', async (template, hint) => {
    const [first, second, ...rest] = (await refused(`go-template=${template}`)).split('\n');
    expect(first).toMatch(
      /^Error: template: output:1:\d+: executing "output" at <.*>: can't evaluate field /,
    );
    expect([second, ...rest]).toEqual([hint, '']);
  });

  test('when the template of a list asks for a field of an item, then the hint takes it from the list', async () => {
    const options = withKeys({ responses: [] });
    const { stderr } = await run(
      ['organizations', 'apiKeys', 'list', '--orgId', ORG_ID, '-o', 'go-template={{.Id}}'],
      options,
    );
    expect(stderr.split('\n')[1]).toBe('Did you mean {{range valueOrEmptySlice .Results}}{{.Id}}{{end}}?');
  });

  test('when it fails only for the actual response, then the response is saved', async () => {
    const run = await create({}, ['-o', 'go-template={{index .Roles 9}}']);
    expect([run.status, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toMatch(
      /^Error: template: output:1:2: executing "output" at <index \.Roles 9>: error calling index: .*9\nThe API key was created\. The response/,
    );
    expect([...run.system.saved.values()].map(({ text }) => text)).toEqual([JSON.stringify(NEW_KEY)]);
  });
});

describe('a template in a file', () => {
  test('when the file can be read, then its template is used', async () => {
    const run = await create({ files: { 't.tmpl': 'key {{.PublicKey}}\r\n' } }, [
      '-o',
      'go-template-file=t.tmpl',
    ]);
    expect(run.stdout).toBe(`key ${NEW_KEY.publicKey}\r\n`);
  });

  test.each([
    ['ENOENT', 'open t: no such file or directory'],
    ['ENOTDIR', 'open t: not a directory'],
    ['EACCES', 'open t: permission denied'],
    ['EISDIR', 'read t: is a directory'],
    ['EIO', `open t: ${systemError('EIO').message}`],
  ])('when reading it fails with %s, then nothing is sent', async (code, reason) => {
    expect(await refused('go-template-file=t', { unreadable: { t: code } })).toBe(
      `Error: error loading template: t, ${reason}\n`,
    );
  });

  test('when it is empty, then nothing is sent', async () => {
    expect(await refused('go-template-file=t', { files: { t: '' } })).toBe('Error: the template is empty\n');
  });
});
