import { expect, test } from 'vitest';
import { goTimestamp, goTimeText } from '../../src/go/time.ts';

// The results of Go's time package and encoding/json with TZ=UTC.
test.each([
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', '2026-01-02 03:04:05 +0000 UTC'],
  ['2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05Z', '2026-01-02 03:04:05 +0000 UTC'],
  ['2026-01-02T03:04:05.120Z', '2026-01-02T03:04:05.12Z', '2026-01-02 03:04:05.12 +0000 UTC'],
  [
    '2026-01-02T03:04:05.123456789Z',
    '2026-01-02T03:04:05.123456789Z',
    '2026-01-02 03:04:05.123456789 +0000 UTC',
  ],
  ['2026-01-02T03:04:05,5+05:45', '2026-01-02T03:04:05.5+05:45', '2026-01-02 03:04:05.5 +0545 +0545'],
  ['2026-01-02T03:04:05+00:00', '2026-01-02T03:04:05Z', '2026-01-02 03:04:05 +0000 UTC'],
  ['2026-01-02T03:04:05+02:00', '2026-01-02T03:04:05+02:00', '2026-01-02 03:04:05 +0200 +0200'],
  ['yesterday', 'yesterday', 'yesterday'],
])('when the time is %s, then it is %s in JSON and %s in text', (given, json, text) => {
  expect([goTimestamp(given), goTimeText(given)]).toEqual([json, text]);
});
