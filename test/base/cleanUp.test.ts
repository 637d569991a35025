import { expect, test } from 'vitest';
import { cleanUp } from '../../src/base/cleanUp.ts';

test.each<[string, () => void | Promise<void>]>([
  [
    'throws',
    () => {
      throw new Error('gone');
    },
  ],
  ['rejects', () => Promise.reject(new Error('gone'))],
])('when the work %s, then the error is returned', async (_, work) => {
  expect(await cleanUp(work)).toEqual(new Error('gone'));
});

test('when the work succeeds, then there is no error', async () => {
  expect(await cleanUp(() => {})).toBeUndefined();
});

test('when it is not awaited, then the synchronous work is still done', () => {
  let isDone = false;
  void cleanUp(() => {
    isDone = true;
  });
  expect(isDone).toBe(true);
});
