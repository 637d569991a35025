/**
 * Recognizes the additions of jsonpath-plus by their syntax: parent `^`, property names `~`, type selectors
 * `@string()`, computed indexes `[(@.length-1)]`. None of them is valid in RFC 9535 outside a string.
 */
const STRING = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const COMPUTED_INDEX = `\\[\\s*\\([^()[\\]]*\\)\\s*\\]`;
const TYPE =
  '@(?:null|boolean|number|string|integer|undefined|nonFinite|scalar|array|object|function|other)\\(\\)';
const FORMS = new RegExp(`(${STRING})|(${COMPUTED_INDEX})|[\\^~]|${TYPE}`, 'g');

/**
 * The path with each addition removed or replaced by a standard form; a path without additions is returned unchanged.
 * The result must be valid RFC 9535: jsonpath-plus selects nothing, without an error, for syntax that it does not know.
 */
export const withoutAdditions = (path: string): string =>
  path.replace(FORMS, (form, string?: string, index?: string) => (string ? form : index ? '[0]' : ''));
