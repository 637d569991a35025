/** Floating-point numbers as text, as Go's strconv.FormatFloat writes them: exact, rounded half to even. */

/** The number 0.DIGITS × 10^point; DIGITS neither begins nor ends with a zero. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * strconv.FormatFloat(value, format, precision, 64) for the formats b, e, E, f, g, G, x and X. A precision of -1 asks for
 * the fewest digits that parse back to the same number.
 */
export function formatFloat(value: number, format: string, precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  switch (format) {
    case 'b':
      return sign + binary(size);
    case 'x':
    case 'X': {
      const text = hexadecimal(size, precision);
      return sign + (format === 'X' ? text.toUpperCase() : text);
    }
    case 'f':
      return sign + fixed(size, precision);
    case 'e':
    case 'E':
      return sign + exponential(size, precision, format);
    default:
      return sign + general(size, precision, format === 'G' ? 'E' : 'e');
  }
}

function fixed(size: number, precision: number): string {
  if (precision < 0) {
    const shortest = shortestDecimal(size);
    return fixedLayout(shortest, Math.max(shortest.digits.length - shortest.point, 0));
  }
  const decimal = exactDecimal(size);
  return fixedLayout(round(decimal, decimal.point + precision), precision);
}

function exponential(size: number, precision: number, letter: string): string {
  if (precision >= 0) return exponentialLayout(round(exactDecimal(size), precision + 1), precision, letter);
  const shortest = shortestDecimal(size);
  return exponentialLayout(shortest, Math.max(shortest.digits.length - 1, 0), letter);
}

function general(size: number, precision: number, letter: string): string {
  const isShortest = precision < 0;
  const wanted = Math.max(precision, 1);
  const decimal = isShortest ? shortestDecimal(size) : round(exactDecimal(size), wanted);
  const count = decimal.digits.length;
  let threshold = isShortest ? 6 : wanted;
  if (!isShortest && threshold > count && count >= decimal.point) threshold = count;
  const exponent = decimal.point - 1;
  if (exponent < -4 || exponent >= threshold)
    return exponentialLayout(decimal, Math.max(count - 1, 0), letter);
  return fixedLayout(decimal, Math.max(count - decimal.point, 0));
}

function fixedLayout({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision === 0) return whole;
  const fraction = point > 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, precision)) + digits;
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`;
}

function exponentialLayout({ digits, point }: Decimal, precision: number, letter: string): string {
  const fraction = precision > 0 ? `.${digits.slice(1).padEnd(precision, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  return `${digits[0] ?? '0'}${fraction}${letter}${exponentText(exponent)}`;
}

function exponentText(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');
}

function shortestDecimal(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 };
  const [mantissa = '', exponent = '0'] = size.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** All digits of the number; a float64 has finitely many. */
function exactDecimal(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 };
  const { mantissa, exponent } = split(size);
  const isWhole = exponent >= 0;
  const scaled = isWhole ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const digits = String(scaled);
  const point = isWhole ? digits.length : digits.length + exponent;
  return { digits: digits.replace(/0+$/, ''), point };
}

/** Rounds to `count` digits, ties to even. */
function round({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: '', point: 0 };
  const keptDigits = digits.slice(0, count);
  const droppedDigits = digits.slice(count);
  const isOdd = count > 0 && Number(keptDigits.at(-1)) % 2 === 1;
  const roundsUp =
    droppedDigits[0] !== undefined && (droppedDigits > '5' || (droppedDigits === '5' && isOdd));
  if (!roundsUp) {
    const trimmed = keptDigits.replace(/0+$/, '');
    return { digits: trimmed, point: trimmed === '' ? 0 : point };
  }
  const raised = keptDigits.replace(/9*$/, '');
  if (raised === '') return { digits: '1', point: point + 1 };
  return { digits: raised.slice(0, -1) + String(Number(raised.at(-1)) + 1), point };
}

/** size = mantissa × 2^exponent; the mantissa is an integer of up to 53 bits. */
function split(size: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  const bits = view.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const biased = Number(bits >> 52n) & 0x7ff;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function binary(size: number): string {
  const { mantissa, exponent } = split(size);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

function hexadecimal(size: number, precision: number): string {
  let { mantissa, exponent } = split(size);
  if (size === 0) exponent = -52;
  while (mantissa !== 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(52 - precision * 4);
    const half = 1n << (dropped - 1n);
    const rest = mantissa & ((1n << dropped) - 1n);
    mantissa >>= dropped;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
    mantissa <<= dropped;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  let fraction = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
  if (precision >= 0) fraction = fraction.slice(0, precision).padEnd(precision, '0');
  else fraction = fraction.replace(/0+$/, '');
  return `0x${mantissa >> 52n}${fraction === '' ? '' : `.${fraction}`}p${exponentText(exponent + 52)}`;
}
