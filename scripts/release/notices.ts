/** The licences of everything that the program is made of, from the packages that a bundle holds something of. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import lgpl2 from 'spdx-license-list/licenses/LGPL-2.0-or-later.json' with { type: 'json' };
import lgpl21 from 'spdx-license-list/licenses/LGPL-2.1-or-later.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** A package inside a bundle. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** As package.json names it: `MIT`. */
  readonly licence: string;
  /** The texts of its licence files; none if it ships none. */
  readonly texts: readonly string[];
}

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

const tidy = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** @param folders of packages, from the project's: `node_modules/commander` */
export function componentsOf(folders: readonly string[]): Component[] {
  return folders.map((folder) => {
    const { name, version, license } = JSON.parse(read(root, folder, 'package.json'));
    const files = readdirSync(join(root, folder)).filter((file) => LICENCE_FILE.test(file));
    return {
      name,
      version,
      licence: String(license ?? 'not named'),
      texts: files.sort().map((file) => tidy(read(root, folder, file))),
    };
  });
}

/** What Bun says of the licences of its runtime; its own packages ship no licence file, its types' package does. */
export function runtimeNotice(): { version: string; text: string; licences: { id: string; text: string }[] } {
  const { version } = JSON.parse(read(root, 'node_modules/bun/package.json'));
  const types = join(root, 'node_modules/bun-types');
  const { version: described } = JSON.parse(read(types, 'package.json'));
  const file = join(types, 'docs/project/license.mdx');
  if (described !== version || !existsSync(file))
    throw new Error(`bun-types ${described} does not describe the licences of Bun ${version}`);
  return {
    version,
    text: tidy(readFileSync(file, 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '')),
    licences: [
      { id: 'LGPL-2.0-or-later', text: tidy(lgpl2.licenseText) },
      { id: 'LGPL-2.1-or-later', text: tidy(lgpl21.licenseText) },
    ],
  };
}

/** A Handlebars template of the folder, without HTML escaping. */
export function template(name: string): (data: object) => string {
  const text = read(import.meta.dirname, 'templates', `${name}.hbs`);
  return Handlebars.compile(text, { noEscape: true, strict: true });
}

/** @param withRuntime whether Bun is inside, as it is in an executable */
export function noticesText(components: readonly Component[], withRuntime: boolean): string {
  return template('notices.txt')({ components, runtime: withRuntime ? runtimeNotice() : undefined });
}
