/** The host that requests are sent to. */
import { ConfigError } from '../base/errors.ts';
import { describeOrigin } from './origin.ts';
import type { Settings } from './settings.ts';

const CLOUD_URL = 'https://cloud.mongodb.com/';
const CLOUD_GOV_URL = 'https://cloud.mongodbgov.com/';

/** Whether the settings select Atlas for Government. */
export const isGovernment = ({ get }: Pick<Settings, 'get'>): boolean => get('service')?.value === 'cloudgov';

/** The address without user name and password, for messages. Also works for invalid addresses. */
export const redactUserInfo = (address: string): string => address.replace(/^.*@/s, '…@');

/**
 * The base URL of all requests, with a final slash: `ops_manager_url`, or the address of the service.
 * @throws {ConfigError} if the URL is invalid; for a missing scheme, with the message of Go's net/url
 */
export function baseUrl(settings: Settings): string {
  const setting = settings.get('ops_manager_url');
  if (!setting) return isGovernment(settings) ? CLOUD_GOV_URL : CLOUD_URL;
  const { value, origin } = setting;
  const hint = `ops_manager_url is set by ${describeOrigin(origin)}; a valid value looks like https://cloud.example.com/`;
  if (value.startsWith(':'))
    throw new ConfigError(`parse "${redactUserInfo(value)}": missing protocol scheme`);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new ConfigError(`parse "${redactUserInfo(value)}": not a URL`, { hint });
  }
  if (url.username || url.password)
    throw new ConfigError('ops_manager_url must not contain a user name or password', { hint });
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new ConfigError(
      `parse "${redactUserInfo(value)}": unsupported protocol scheme "${url.protocol.slice(0, -1)}"`,
      {
        hint,
      },
    );
  if (url.search || url.hash)
    throw new ConfigError(`parse "${redactUserInfo(value)}": must not contain a query or fragment`, { hint });
  // The runtimes treat `//` differently, and HTTP Digest signs the path that is sent.
  const path = `${url.pathname}/`;
  url.pathname = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
  return url.href;
}
