/** What a command prints, with the names of fields for their values: the sample on its reference page. */
import Handlebars from 'handlebars/runtime';
import { capitalised } from '../base/words.ts';
import { alignTabs } from '../go/tabwriter.ts';
import type { OutputDefinition } from '../output/format.ts';

/** `<PublicKey>`: as the mirrored pages name the field publicKey. */
const placeholder = (field: string): string => `<${capitalised(field)}>`;

/** An answer that has every field that a template may ask for. */
const anyAnswer: unknown = new Proxy(
  {},
  {
    getOwnPropertyDescriptor: (_, field) => ({
      value: placeholder(String(field)),
      configurable: true,
      enumerable: true,
    }),
    get: (_, field) => placeholder(String(field)),
  },
);

/** Those of src/output/render.ts, for an answer of placeholders; a list has one item. */
const helpers = {
  value: (field: unknown) => String(field),
  time: (field: unknown) => String(field),
  rows: () => [anyAnswer],
};

/** The command's own template, filled with placeholders. */
export const sampleOutput = ({ text }: Pick<OutputDefinition, 'text'>): string =>
  alignTabs(Handlebars.template(text)(anyAnswer, { helpers }));
