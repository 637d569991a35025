/** Provides tokens for `Authorization: Bearer`. */
export interface TokenSource {
  /**
   * The token to use. It stays the same for a run, unless it is refused.
   * @throws {TokenError} if there is none
   */
  current(): Promise<string>;
  /** Another token, after the service has refused this one; undefined if another one would be refused too. */
  replace(refused: string): Promise<string | undefined>;
}
