import type { System } from '../system/system.ts';
import { version } from '../version.ts';

/** How the program names itself in its requests. */
export const userAgent = ({ platform }: Pick<System, 'platform'>): string => `atlas/${version} (${platform})`;
