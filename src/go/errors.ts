/** A text that Go's parser refuses; the message is Go's. */
export class GoError extends Error {
  override readonly name = 'GoError';
}
