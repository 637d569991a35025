/** Floating-point numbers from text, as Go's strconv.ParseFloat parses them with 64 bits. */

const DECIMAL = /^[+-]?(?:[0-9](?:_?[0-9])*)?(?:\.(?:[0-9](?:_?[0-9])*)?)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEXADECIMAL =
  /^([+-]?)0[xX]((?:_?[0-9a-fA-F])*)(?:\.((?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?))?[pP]([+-]?[0-9](?:_?[0-9])*)$/;

/** The value of a floating-point literal; undefined when the text is not one, or when the value is out of range. */
export function parseFloat64(text: string): number | undefined {
  if (/^[+-]?0[xX]/.test(text)) return parseHexadecimal(text);
  if (!/^[+-]?\.?[0-9]/.test(text) || !DECIMAL.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

function parseHexadecimal(text: string): number | undefined {
  const match = HEXADECIMAL.exec(text);
  if (match === null) return undefined;
  const whole = (match[2] ?? '').replaceAll('_', '');
  const fraction = (match[3] ?? '').replaceAll('_', '');
  if (whole.length + fraction.length === 0) return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const exponent = Number((match[4] ?? '0').replaceAll('_', '')) - 4 * fraction.length;
  const value = scale(mantissa, exponent);
  if (!Number.isFinite(value)) return undefined;
  return match[1] === '-' ? -value : value;
}

/** mantissa × 2^exponent, rounded once to the nearest float64, ties to even. */
function scale(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (bits + exponent > 1024) return Number.POSITIVE_INFINITY;
  if (bits + exponent < -1080) return 0;
  // A float64 keeps 53 bits, and fewer of a value below 2^-1022.
  const excess = Math.max(bits - 53, -1074 - exponent);
  let rounded = mantissa;
  let power = exponent;
  if (excess > 0) {
    const shift = BigInt(excess);
    const droppedBits = rounded & ((1n << shift) - 1n);
    const half = 1n << (shift - 1n);
    rounded >>= shift;
    if (droppedBits > half || (droppedBits === half && (rounded & 1n) === 1n)) rounded += 1n;
    power += excess;
  }
  // In two steps, because 2 ** power alone can be too small for a float64 when the product is not.
  const first = Math.max(power, -1022);
  return Number(rounded) * 2 ** first * 2 ** (power - first);
}
