/** Times as Go's time package reads and prints them; the precision of nanoseconds stays, which Date has not. */

interface Moment {
  readonly seconds: string;
  /** Digits behind the point, without zeros at the end. */
  readonly fraction: string;
  /** `Z`, or `+02:00`; no difference from UTC is `Z`. */
  readonly zone: string;
}

const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

function parse(text: string): Moment | undefined {
  const [, seconds, digits = '', zone] = RFC_3339.exec(text) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const fraction = digits.slice(0, 9).replace(/0+$/, '');
  return { seconds, fraction: fraction && `.${fraction}`, zone: /^[+-]00:00$/.test(zone) ? 'Z' : zone };
}

/** As Go's JSON has a time: 2026-01-02T03:04:05.1Z. Anything else comes back as it is. */
export function goTimestamp(text: string): string {
  const moment = parse(text);
  return moment ? moment.seconds + moment.fraction + moment.zone : text;
}

/** As Go's text has a time: 2026-01-02 03:04:05.1 +0000 UTC. Anything else comes back as it is. */
export function goTimeText(text: string): string {
  const moment = parse(text);
  if (!moment) return text;
  const offset = moment.zone.replace(':', '');
  const zone = moment.zone === 'Z' ? '+0000 UTC' : `${offset} ${offset}`;
  return `${moment.seconds.replace('T', ' ')}${moment.fraction} ${zone}`;
}
