/** Where to read the manual of a command. */
import { homepage } from '../../package.json' with { type: 'json' };

export interface Manual {
  /** The command that shows the page if the manual pages are installed. */
  readonly command: string;
  /** The address of the page on the web. */
  readonly address: string;
}

/** @param label the name of the page: `atlas-projects-list` */
export const manualOf = (label: string): Manual => ({
  command: `man ${label}`,
  address: `${homepage}/blob/main/docs/reference/${label}.md`,
});
