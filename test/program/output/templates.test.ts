/** Templates and paths on both builds: invalid ones create nothing, and later errors lose nothing. */
import { join } from 'node:path';
import { describe } from 'vitest';
import { bun } from '../../../scripts/checkout.mjs';
import { NEW_PRIVATE_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest } from '../../support/program/programTest.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

const REFUSED: readonly [output: string, problem: string][] = [
  ['go-template={{.Nope}}', "can't evaluate field Nope in type *admin.ApiKeyUserDetails"],
  [
    'go-template={{range .Roles}}{{.Nope}}{{end}}',
    "can't evaluate field Nope in type admin.CloudAccessRoleAssignment",
  ],
  ['go-template={{upper .Id}}', 'function "upper" not defined'],
  ['go-template={{$x}}', 'undefined variable "$x"'],
  [`go-template={{${'('.repeat(30_000)}1${')'.repeat(30_000)}}}`, 'max expression depth exceeded'],
  ['go-template-file=nowhere', 'open nowhere: no such file or directory'],
  ['go-template-file=.', 'read .: is a directory'],
  ['json-path=$.nope', 'unknown key nope'],
  ['json-path=$.roles[', 'unclosed bracketed selection'],
];

const measure = join(import.meta.dirname, '../../support/program/measure.ts');

/** Errors that occur only when the template runs: each would run forever, or use up the memory. */
const STOPPED: readonly [template: string, problem: string][] = [
  ['{{range 1000000000}}x{{end}}', 'stopped after'],
  ['{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', 'exceeded maximum template depth'],
  ['{{$x := "aaaaaaaaaa"}}{{range 100}}{{$x = print $x $x}}{{end}}', 'stopped after'],
  ['{{range 1500000}}\t\t\n{{end}}', 'too large to align'],
  ['{{(index .Roles 9).RoleName}}', 'index out of range'],
];

/** Much of everything that the limits count, and of what they must count because it is slow or large. */
const COSTLY: readonly string[] = [
  '{{range 1000000000}}x{{end}}',
  '{{range 100000}}{{range 100000}}{{end}}{{end}}',
  '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}',
  '{{range 1000}}{{printf "%999999d" 1}}{{end}}',
  '{{range 1000000}}{{printf "%.999999g" 5e-324}}{{end}}',
  '{{$x := printf "%0100000d" 1}}{{$x = printf "%%%s" $x}}{{range 1000000}}{{$y := printf $x 1}}{{end}}',
  '{{$x := "%["}}{{range 18}}{{$x = print $x $x}}{{end}}{{range 1000000}}{{$y := printf $x}}{{end}}',
  '{{$x := "é"}}{{range 20}}{{$x = print $x $x}}{{end}}{{range 100}}{{$y := js $x}}{{end}}',
  '{{$x := " "}}{{range 20}}{{$x = print $x $x}}{{end}}{{range 100}}{{$y := urlquery $x}}{{end}}',
  '{{$x := "a"}}{{range 20}}{{$x = print $x $x}}{{end}}{{range 100}}{{$y := printf "%x" $x}}{{end}}',
  '{{$x := "\\x01"}}{{range 20}}{{$x = print $x $x}}{{end}}{{range 100}}{{$y := printf "%q" $x}}{{end}}',
  '{{$x := "\\xc3"}}{{$y := "\\xa9"}}{{range 10000000}}{{$x}}{{$y}}{{end}}',
  '{{range 1500000}}\t\t\n{{end}}',
];

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);
  const measured = programTest({ ...build, command: [bun, measure, ...build.command] });

  for (const [output, problem] of REFUSED)
    test(`when the output is ${output.slice(0, 60)}, then nothing is created`, async ({ stage, expect }) => {
      const server = await stage.serve(created, { requests: 0 });
      const { status, stdout, stderr } = await stage.run({ argv: [...CREATE, '-o', output], to: server });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(problem);
    });

  for (const [template, problem] of STOPPED)
    test(`when the template is ${template.slice(0, 60)}, then it is stopped and the key is recovered`, async ({
      stage,
      expect,
    }) => {
      const server = await stage.serve(created);
      const argv = [...CREATE, '-o', `go-template=${template}`];
      const { status, stdout, stderr } = await stage.run({ argv, to: server });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toContain(problem);
      const saved = Object.values(stage.made());
      expect(saved).toHaveLength(1);
      expect(saved[0]?.text).toContain(NEW_PRIVATE_KEY);
    });

  for (const template of COSTLY)
    measured(
      `when the template is ${template}, then it takes little memory and comes to an end`,
      async ({ stage, expect }) => {
        const server = await stage.serve(created);
        const { status, stdout } = await stage.run({
          argv: [...CREATE, '-o', `go-template=${template}`],
          to: server,
        });
        expect(status).toBe(3);
        const { megabytes, seconds } = JSON.parse(stdout);
        expect(megabytes).toBeLessThan(200);
        // A second, where nothing else runs. Without the limits each would take minutes at least.
        expect(seconds).toBeLessThan(10);
      },
    );
});
