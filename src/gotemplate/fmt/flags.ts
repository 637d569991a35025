/** What a directive of fmt specifies between `%` and the verb, and padding to its width. */
import { runeCount } from '../../go/runes.ts';

export interface Flags {
  width: number | undefined;
  precision: number | undefined;
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** %+v and %#v, where the flags have a meaning of their own. */
  plusV: boolean;
  sharpV: boolean;
}

export const noFlags = (): Flags => ({
  width: undefined,
  precision: undefined,
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
});

/** Pads the text to the width, which counts runes. Zeros are added on the left only. */
export function pad(text: string, flags: Flags, withZeros: boolean = flags.zero): string {
  const missing = (flags.width ?? 0) - (flags.width === undefined ? 0 : runeCount(text));
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (withZeros ? '0' : ' ').repeat(missing) + text;
}
