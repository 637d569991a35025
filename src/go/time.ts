/** Times as Go's time package reads and prints them. Unlike a Date, they keep their nanoseconds and offset. */

interface Time {
  /** `2026-01-02T03:04:05`. */
  readonly dateTime: string;
  /** `.12`, without zeros at the end; empty when there is no fraction of a second. */
  readonly fraction: string;
  /** `+02:00`, or `Z` for UTC. */
  readonly offset: string;
}

const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

function parse(text: string): Time | undefined {
  const [, dateTime, digits = '', offset] = RFC_3339.exec(text) ?? [];
  if (dateTime === undefined || offset === undefined) return undefined;
  const fraction = digits.slice(0, 9).replace(/0+$/, '');
  return {
    dateTime,
    fraction: fraction && `.${fraction}`,
    offset: /^[+-]00:00$/.test(offset) ? 'Z' : offset,
  };
}

/** A time of RFC 3339 as encoding/json writes it: `2026-01-02T03:04:05.1Z`. Any other text is returned unchanged. */
export function goTimestamp(text: string): string {
  const time = parse(text);
  return time ? time.dateTime + time.fraction + time.offset : text;
}

/** A time of RFC 3339 as time.String prints it: `2026-01-02 03:04:05.1 +0000 UTC`. Any other text is returned unchanged. */
export function goTimeText(text: string): string {
  const time = parse(text);
  if (!time) return text;
  const offset = time.offset.replace(':', '');
  const zone = time.offset === 'Z' ? '+0000 UTC' : `${offset} ${offset}`;
  return `${time.dateTime.replace('T', ' ')}${time.fraction} ${zone}`;
}
