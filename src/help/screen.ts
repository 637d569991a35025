/** The layout of a help screen. The build replaces this file by the rendered screens; see scripts/bundle.ts. */
import { helpScreen } from '../cli/help.ts';
import type { Path } from '../cli/tree.ts';
import { hbs } from '../output/hbs.ts';
import { render } from '../output/render.ts';
import { manualOf } from './manual.ts';
import { labelOf } from './page.ts';

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
{{#if extensionFlags}}

Additional Flags:
{{#each extensionFlags}}
{{this}}
{{/each}}
{{/if}}

Manual:
  {{manual.command}}
  {{manual.address}}
{{#if moreAbout}}

Use "{{moreAbout}} [command] --help" for more information about a command.
{{/if}}
`;

/** The help screen of the command or group at the end of the path. */
export const helpText = <C>(path: Path<C>): string =>
  render(screen, { ...helpScreen(path), manual: manualOf(labelOf(path)) });
