import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { componentsOf, noticesText, runtimeNotice } from '../../scripts/release/notices.ts';
import { packagesOf } from '../../scripts/release/packages.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

test('when modules are of packages, then each package is named once, nested ones with their place', () => {
  expect(
    packagesOf([
      'src/main.ts',
      'node_modules/zod/mini/index.js',
      '../x/node_modules/zod/index.js',
      'node_modules/@inquirer/core/dist/a.js',
      'node_modules/a/node_modules/@b/c/index.js',
    ]),
  ).toEqual(['node_modules/@inquirer/core', 'node_modules/a/node_modules/@b/c', 'node_modules/zod']);
});

describe('the notices', () => {
  test('when a package is inside, then its name, version and whole licence are there', () => {
    const text = noticesText(componentsOf(['node_modules/commander']), false);
    expect(text).toMatch(/\ncommander [\d.]+: MIT\n/);
    expect(text).toContain(read('node_modules/commander/LICENSE').trim());
  });

  test('when a package ships no licence text, then a message says so', () => {
    const component = { name: 'x', version: '1', licence: 'MIT', texts: [] };
    expect(noticesText([component], false)).toContain(
      'x 1: MIT\n\nThe package ships no text of its licence.',
    );
  });

  test('when Bun is inside, then its statement and the LGPL are there', () => {
    const text = noticesText([], true);
    expect(text).toContain(`Bun ${JSON.parse(read('node_modules/bun/package.json')).version}\n`);
    expect(text).toContain('Bun statically links JavaScriptCore');
    expect(text).toContain('GNU LIBRARY GENERAL PUBLIC LICENSE');
    expect(text).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  });

  test('when Bun is not inside, then there is no message of it', () => {
    expect(noticesText([], false)).not.toContain('Bun');
  });

  test('when Bun is described, then it is the Bun that is installed', () => {
    expect(runtimeNotice().version).toBe(JSON.parse(read('node_modules/@types/bun/package.json')).version);
  });

  test('when the Node form is built, then its notices name what is bundled, with a text for each', () => {
    const text = read('dist/THIRD-PARTY-NOTICES.txt');
    expect(text).toMatch(/^ {2}undici [\d.]+: MIT$/m);
    expect(text).toMatch(/^ {2}commander [\d.]+: MIT$/m);
    expect(text).not.toContain('ships no text');
    expect(text).not.toContain('not named');
  });
});
