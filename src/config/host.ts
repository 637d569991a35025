/** Which host the program talks to. */
import { ConfigError } from '../base/errors.ts';
import { describeOrigin } from './origin.ts';
import type { Settings } from './settings.ts';

const CLOUD_URL = 'https://cloud.mongodb.com/';
const CLOUD_GOV_URL = 'https://cloud.mongodbgov.com/';

/** Whether it is Atlas for Government that is asked, which knows nobody of the other. */
export const isGovernment = ({ get }: Pick<Settings, 'get'>): boolean => get('service')?.value === 'cloudgov';

/** An address as it may be repeated in messages: without user name and password, however broken the rest is. */
export const redactUserInfo = (address: string): string => address.replace(/^.*@/s, '…@');

/**
 * The base of all addresses, ending in a slash: `ops_manager_url`, or the service's own.
 * @throws {ConfigError} for an address that is none; a missing scheme in the words of Go's net/url
 */
export function baseUrl(settings: Settings): string {
  const setting = settings.get('ops_manager_url');
  if (!setting) return isGovernment(settings) ? CLOUD_GOV_URL : CLOUD_URL;
  const { value, origin } = setting;
  const hint = `ops_manager_url is set by ${describeOrigin(origin)}; it looks like https://cloud.example.com/`;
  const shown = redactUserInfo(value);
  if (value.startsWith(':')) throw new ConfigError(`parse "${shown}": missing protocol scheme`);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new ConfigError(`parse "${shown}": not an address`, { hint });
  }
  if (url.username || url.password)
    throw new ConfigError('ops_manager_url must not hold a user name or password', { hint });
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new ConfigError(`parse "${shown}": unsupported protocol scheme "${url.protocol.slice(0, -1)}"`, {
      hint,
    });
  if (url.search || url.hash)
    throw new ConfigError(`parse "${shown}": a query or fragment has no place there`, { hint });
  // Runtimes differ in what they make of `//`, and a Digest signs the path that is sent.
  url.pathname = `${url.pathname}/`.replace(/\/{2,}/g, '/');
  return url.href;
}
