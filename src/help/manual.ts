/** Where the manual of a command is read. */
import { homepage } from '../../package.json' with { type: 'json' };

export interface Manual {
  /** The command that shows it where the manual pages are installed. */
  readonly command: string;
  /** Its address, which works everywhere. */
  readonly address: string;
}

/** @param label the name of the page: `atlas-projects-list` */
export const manualOf = (label: string): Manual => ({
  command: `man ${label}`,
  address: `${homepage}/blob/main/docs/reference/${label}.md`,
});
