/** Thrown for text that a Go parser refuses. The message is the Go parser's. */
export class GoError extends Error {
  override readonly name = 'GoError';
}
