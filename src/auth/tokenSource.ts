/** Gives tokens for `Authorization: Bearer`, and gets new ones. */
export interface TokenSource {
  /**
   * The token to use now; the same one for a whole run, unless it is refused.
   * @throws {TokenError} when there is none to be had
   */
  current(): Promise<string>;
  /** Another token, after the service has refused this one; undefined when there is no better one to be had. */
  replace(refused: string): Promise<string | undefined>;
}
