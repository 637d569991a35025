import { alignTabs } from '../go/tabwriter.ts';
import type { Format } from './format.ts';
import { render } from './render.ts';

/** The text output of the command. */
export const textFormat: Format = {
  compile:
    (_, { text }) =>
    (value) =>
      alignTabs(render(text, value).toWellFormed()),
};
