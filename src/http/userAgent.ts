import { version } from '../base/version.ts';

/** How the program names itself in its requests. */
export const userAgent = ({ platform }: { readonly platform: string }): string =>
  `atlas/${version} (${platform})`;
