/** The layout of a reference page: reStructuredText, like the pages of the Atlas CLI. */
import { hbs } from '../output/hbs.ts';
import { render } from '../output/render.ts';
import type { Page } from './page.ts';

const page = hbs`.. _{{label}}:

{{line}}
{{title}}
{{line}}

.. default-domain:: mongodb

.. contents:: On this page
   :local:
   :backlinks: none
   :depth: 1
   :class: singlecol

{{about}}

{{#if syntax}}
Syntax
------

.. code-block::
   :caption: Command Syntax

   {{syntax}}

.. Code end marker, please don't delete this comment

{{/if}}
{{#if aliases}}
Aliases
-------

{{#each aliases}}\`\`{{this}}\`\`{{#unless @last}}, {{/unless}}{{/each}}

{{/if}}
{{#each tables}}
{{title}}
{{underline}}

.. list-table::
   :header-rows: 1
   :widths: 20 10 10 60

   * - Name
     - Type
     - Required
     - Description
{{#each rows}}
   * - {{name}}
     - {{type}}
     - {{required}}
     - {{description}}
{{/each}}

{{/each}}
{{#if sample}}
Output
------

If the command succeeds, the CLI returns output similar to the following sample. Values in brackets represent your values.

.. code-block::

{{#each sample}}
   {{this}}
{{/each}}

{{/if}}
{{#if examples}}
Examples
--------

{{#each examples}}
.. code-block::
   :copyable: false

   # {{about}}
   {{line}}

{{/each}}
{{/if}}
{{#if related}}
Related Commands
----------------

{{#each related}}
* :ref:\`{{label}}\` - {{summary}}
{{/each}}

.. toctree::
   :titlesonly:

{{#each related}}
   {{name}} </command/{{label}}>
{{/each}}
{{/if}}
`;

/** In reStructuredText, two colons before an indented paragraph make it a literal block. */
const literalBlocks = (text: string): string => text.replace(/:(?=\n\n +)/g, '::');

/** The text of a page; it ends with one line feed. */
export function pageText({ tables, summary, description, ...rest }: Page): string {
  const underlined = tables.map((table) => ({ ...table, underline: '-'.repeat(table.title.length) }));
  const about = literalBlocks(description === '' ? summary : `${summary}\n\n${description}`);
  const text = render(page, { ...rest, about, line: '='.repeat(rest.title.length), tables: underlined });
  return `${text.trimEnd()}\n`;
}
