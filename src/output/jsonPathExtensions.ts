/**
 * Tells the forms that only jsonpath-plus has, by their looks: parent `^`, property names `~`, type selectors
 * `@string()`, computed indexes `[(@.length-1)]`. None of them can stand in an RFC 9535 expression outside a string.
 */
const STRING = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const COMPUTED_INDEX = `\\[\\s*\\([^()[\\]]*\\)\\s*\\]`;
const TYPE =
  '@(?:null|boolean|number|string|integer|undefined|nonFinite|scalar|array|object|function|other)\\(\\)';
const FORMS = new RegExp(`(${STRING})|(${COMPUTED_INDEX})|[\\^~]|${TYPE}`, 'g');

/**
 * The path with each extension taken out, or replaced by what stands for it: the same path when it has none. What is
 * left must be RFC 9535, because jsonpath-plus answers what it does not understand with nothing.
 */
export const withoutExtensions = (path: string): string =>
  path.replace(FORMS, (form, string?: string, index?: string) => (string ? form : index ? '[0]' : ''));
