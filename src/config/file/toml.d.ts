declare module '@iarna/toml/parse-string.js' {
  /** Throws an error with `line` and `col` (from 0) for what is not TOML. */
  export default function parse(text: string): Record<string, unknown>;
}
