import type { HttpResponse } from './types.ts';

/** Headers by their name in lower case, as Node and undici give them, in the form of the Fetch API. */
export const headersOf = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): HttpResponse['headers'] => ({
  get(name) {
    const value = headers[name.toLowerCase()];
    return value === undefined ? null : [value].flat().join(', ');
  },
});
