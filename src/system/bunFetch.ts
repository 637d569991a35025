/**
 * What `undici` stands for in the executable. Bun answers that import with an implementation of its own in which
 * dispatchers do nothing; loading it costs 2 ms, and its fetch is this one.
 */
export const fetch = globalThis.fetch;
export class Agent {}
export class EnvHttpProxyAgent {}
