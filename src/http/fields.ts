/** Header fields of requests. */

/** The name of a header field as Go spells it: `Www-Authenticate`. */
const canonical = (name: string): string => name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** @throws in the words of Go's net/http, when a value has a character that could end its line */
export function checkFields(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers))
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new Error(`net/http: invalid header field value for "${canonical(name)}"`);
}
