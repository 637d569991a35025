// Compares what a command did with what was recorded.
// `stderrStarts` and `stdoutStarts` ask only how a stream begins; `words` is a completion's standard output without
// descriptions; `shape` is a help screen without its prose.
// A case passes when exit status, standard output, standard error, the requests that reached the
// server, and the configuration file left behind are all as recorded (user-agent aside). A case's
// `compare` narrows that to the parts it names.
import { isDeepStrictEqual } from 'node:util';
import { helpShape } from './replay.mjs';

const PARTS = ['exit', 'stdout', 'stderr', 'requests', 'config', 'configMode'];
// A TOML file is compared by its sections and the lines in them, in no order, indentation aside.
const sections = (toml = '') => toml.replace(/= '([^'\n]*)'$/gm, (_, text) => '= ' + JSON.stringify(text)).split(/^(?=\[)/m).map((s) => s.split('\n').map((l) => l.trim()).filter(Boolean).sort().join('\n')).filter(Boolean).sort();
// How often a client lets itself be challenged is its own affair: a request that was sent again, with an
// Authorization, right after it was challenged counts once.
const isTwin = ({ authorization: _one, ...a }, next) => {
  if (!next?.authorization?.startsWith('digest')) return false;
  const { authorization: _other, ...b } = next;
  return isDeepStrictEqual(a, b);
};
const answered = (requests) => requests.filter((r, i) => r.authorization !== undefined || !isTwin(r, requests[i + 1]));
const plain = (part, value) => part === 'requests' ? answered((value ?? []).map(({ 'user-agent': _ignored, ...rest }) => rest))
  : part === 'config' && value !== undefined ? sections(value) : value;

/** The parts of a case in which a result differs from what was recorded: none when it passes. */
export function differences(c, got) {
  got.stderrStarts = got.stderr;
  got.stdoutStarts = got.stdout;
  got.words = got.stdout?.replace(/\t.*$/gm, '');
  got.shape = helpShape(got.stdout ?? '');
  // A file rewritten with nothing changed equals one that was left alone.
  if (c.expect.config !== undefined) got.config ??= got.unchangedConfig;
  else if (got.config !== undefined && isDeepStrictEqual(sections(got.config), sections(c.config?.replaceAll('\r', '')))) delete got.config;
  return (c.compare ?? PARTS)
    .filter((p) => p.endsWith('Starts') ? !got[p]?.startsWith(c.expect[p])
      : !isDeepStrictEqual(plain(p, got[p]), plain(p, c.expect[p])))
    .map((part) => ({ part, want: plain(part, c.expect[part]), got: plain(part, got[part]) }));
}
