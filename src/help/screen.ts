/** The layout of a help screen. The build replaces this file by the rendered screens; see scripts/bundle.ts. */
import { helpScreen } from '../cli/help.ts';
import { allPaths, type Path } from '../cli/tree.ts';
import { hbs } from '../output/hbs.ts';
import { render } from '../output/render.ts';
import { manualOf } from './manual.ts';
import { hasPage, labelOf } from './page.ts';

const screen = hbs`{{text}}

Usage:
  {{usage}}
{{#if aliases}}

Aliases:
  {{#each aliases}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}
{{/if}}
{{#if examples}}

Examples:
{{#each examples}}
  # {{about}}
  {{line}}
{{/each}}
{{/if}}
{{#if commands}}

Available Commands:
{{#each commands}}
  {{name}}   {{summary}}
{{/each}}
{{/if}}

Flags:
{{#each flags}}
{{this}}
{{/each}}
{{#if globalFlags}}

Global Flags:
{{#each globalFlags}}
{{this}}
{{/each}}
{{/if}}
{{#if extensionCommands}}

Additional Commands:
{{#each extensionCommands}}
  {{name}}   {{summary}}
{{/each}}
{{/if}}
{{#if extensionFlags}}

Additional Flags:
{{#each extensionFlags}}
{{this}}
{{/each}}
{{/if}}
{{#if manual}}

Manual:
  {{manual.command}}
  {{manual.address}}
{{/if}}
{{#if moreAbout}}

Use "{{moreAbout}} [command] --help" for more information about a command.
{{/if}}
`;

/** The path whose page describes the command: for a shortcut without a page, the path of the command with the same action. */
function pathWithPage<C>(path: Path<C>): Path<C> | undefined {
  const command = path.at(-1);
  if (!command || hasPage(command)) return path;
  return allPaths(path[0]).find((other) => {
    const candidate = other.at(-1);
    return (
      candidate?.kind === 'command' &&
      command.kind === 'command' &&
      hasPage(candidate) &&
      candidate.action === command.action
    );
  });
}

/** The help screen of the command or group at the end of the path. */
export function helpText<C>(path: Path<C>): string {
  const documented = pathWithPage(path);
  return render(screen, { ...helpScreen(path), manual: documented && manualOf(labelOf(documented)) });
}
