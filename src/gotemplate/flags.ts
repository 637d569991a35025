/** The flags between % and a verb, and the padding that width asks for. */
import { runeCount } from './bytes.ts';

export interface Flags {
  width: number | undefined;
  precision: number | undefined;
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** %+v and %#v mean something else than + and # do elsewhere. */
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

/** Fills `text` up to the width, which counts characters; zeros only ever go to the left. */
export function pad(text: string, flags: Flags, withZeros: boolean = flags.zero): string {
  const missing = (flags.width ?? 0) - (flags.width === undefined ? 0 : runeCount(text));
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (withZeros ? '0' : ' ').repeat(missing) + text;
}
