/** Generates src/commands/route.ts: a run then loads the definition of its own command, not those of all. */
/// <reference types="bun" />
import { join } from 'node:path';
import type { Definition } from '../src/cli/define.ts';
import { templates } from './templates.ts';

const folder = join(import.meta.dirname, '../src/commands');

/** The modules of the commands: `import('./organizations/list.ts').then((module) => module.listCommand)`. */
async function loadersOf(): Promise<ReadonlyMap<unknown, string>> {
  const loaders = new Map<unknown, string>();
  for (const file of new Bun.Glob('**/*.ts').scanSync(folder))
    for (const [name, value] of Object.entries(await import(join(folder, file))))
      loaders.set(value, `() => import('./${file}').then((module) => module.${name})`);
  return loaders;
}

const namesOf = ({ name, aliases = [] }: Definition<never>): string => JSON.stringify([name, ...aliases]);

/** The code of the module. A command without a file of its own, such as a shortcut, gets no route. */
export async function routesModule(): Promise<string> {
  Bun.plugin(templates);
  const { program } = await import('../src/commands/index.ts');
  const loaders = await loadersOf();
  const routesOf = (definitions: readonly Definition<never>[]): string =>
    `[${definitions.flatMap((definition) => routeOf(definition) ?? []).join(',')}]`;
  const routeOf = (definition: Definition<never>): string | undefined => {
    if (definition.kind === 'group') {
      const { commands, ...group } = definition;
      return `{ names: ${namesOf(definition)}, group: ${JSON.stringify(group)}, routes: ${routesOf(commands)} }`;
    }
    const load = loaders.get(definition);
    return load && `{ names: ${namesOf(definition)}, load: ${load} }`;
  };
  const { name, summary } = program;
  return `
    import { version } from '../base/version.ts';
    import { globalFlags } from './shared/flags.ts';
    const ROUTES = ${routesOf(program.commands as unknown as readonly Definition<never>[])};
    const PROGRAM = ${JSON.stringify({ kind: 'group', name, summary })};
    export async function routeTo(argv) {
      const groups = [];
      let routes = ROUTES;
      for (const word of argv) {
        const route = routes.find(({ names }) => names.includes(word));
        if (!route) return undefined;
        if (route.load) {
          let definition = await route.load();
          for (const group of groups.reverse()) definition = { ...group, commands: [definition] };
          return { ...PROGRAM, version, globalFlags, commands: [definition] };
        }
        groups.push(route.group);
        routes = route.routes;
      }
      return undefined;
    }`;
}
