/** The README of src/gotemplate: its example works, its table shows the results, and imports follow its order of folders. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemplateError } from '../../src/gotemplate/index.ts';
import { greeting } from './example.ts';

const library = join(import.meta.dirname, '../../src/gotemplate');
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const readme = read(library, 'README.md');

test('when the README shows an example, then it is example.ts', () => {
  const [, block] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const source = read(import.meta.dirname, 'example.ts');
  expect(block).toBe(source.replace('../../src/gotemplate/index.ts', './index.ts'));
});

const [, json = ''] = /^With `(.*)`:$/m.exec(readme) ?? [];
const rows = [...readme.matchAll(/^\| `(.*\{\{.*)` +\| `(.*)` +\|$/gm)].map(
  ([, template = '', result = '']) => [template.replaceAll('\\|', '|'), result] as const,
);

test('when the README is read, then its table has four templates', () => {
  expect(rows).toHaveLength(4);
});

test.each(rows)('when the template is %s, then the result is that of the README', (template, result) => {
  const outcome = (): string => {
    try {
      return greeting(template, JSON.parse(json));
    } catch (error) {
      if (error instanceof TemplateError) return error.message;
      throw error;
    }
  };
  expect(outcome()).toBe(result);
});

test('when a folder imports from another, then that one is above it in the README', () => {
  const folders = [...readme.matchAll(/^\| `(\w+)\/`/gm)].map(([, name = '']) => name);
  expect(folders).toHaveLength(6);
  const upward = folders.flatMap((folder, place) =>
    readdirSync(join(library, folder)).flatMap((file) =>
      [...read(library, folder, file).matchAll(/from '\.\.\/(\w+)\//g)]
        .map(([, target = '']) => target)
        .filter((target) => !folders.slice(0, place).includes(target))
        .map((target) => `${folder}/${file} imports from ${target}/`),
    ),
  );
  expect(upward).toEqual([]);
});
