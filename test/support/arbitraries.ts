/** Random inputs for property tests, valid and invalid. */
import fc from 'fast-check';
import type { Definition, Flags } from '../../src/cli/define.ts';
import { program } from '../../src/commands/index.ts';
import { NEW_KEY, ORG_ID } from './fixtures.ts';

const definitions = (definition: Definition<never>): Definition<never>[] => [
  definition,
  ...(definition.kind === 'group' ? definition.commands.flatMap(definitions) : []),
];
const all = definitions(program as unknown as Definition<never>);
const flags = Object.entries(
  Object.assign({}, ...all.map((one) => (one.kind === 'command' ? one.flags : {}))) as Flags,
);

/** The words of a command, sometimes with a wrong one. */
const COMMANDS = all.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
const path = fc.constantFrom(
  ['organizations', 'apiKeys', 'create'],
  ['organizations', 'apiKeys', 'list'],
  ['orgs', 'apiKeys', 'describe', ORG_ID],
  ['org', 'apikeys', 'delete', ORG_ID, '--force'],
  ['organizations', 'apiKeys', 'accessLists', 'create', '--apiKey', ORG_ID],
  ['organizations', 'list'],
  ['projects', 'apiKeys', 'create', '--role', 'GROUP_OWNER', '--desc', 'x'],
  ['projects', 'list'],
  ['completion', 'bash'],
  ['help'],
  [],
);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' ',
    '-',
    '--',
    '=',
    'a,b',
    'a"b',
    '"a","b"',
    "'",
    '%s',
    '$HOME',
    '__proto__',
    ORG_ID,
    '1',
    '-1',
    '１',
    '../..',
  ),
);

export const FORMATS = [
  'json',
  'plaintext',
  'json-path=$..*',
  'json-path=$.roles[?(@.orgId)]',
  'json-path=$[',
  'go-template={{.}}',
  'go-template={{range .Roles}}{{.RoleName}}{{end}}',
  'go-template={{.Nope}}',
  'go-template-file=/nowhere',
];

const flagValue = fc.oneof(
  text,
  fc.constantFrom(...FORMATS, 'ORG_OWNER', 'ORG_OWNER,ORG_MEMBER', 'true', 'false'),
);
const flag = fc
  .tuple(fc.constantFrom(...flags), flagValue, fc.nat(3))
  .map(
    ([[name, { short }], value, form]) =>
      [
        [`--${name}`, value],
        [`--${name}=${value}`],
        [`-${short ?? name[0]}`, value],
        [`-${short ?? name[0]}${value}`],
      ][form] ?? [],
  );

/** A command line. */
export const anyWords = fc
  .tuple(
    path,
    fc.array(
      fc.oneof(
        flag,
        text.map((word) => [word]),
        fc.constantFrom(...COMMANDS).map((word) => [word]),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([words, more]) => [...words, ...more.flat()]);

/** A text with parts removed, duplicated, or replaced. */
export const damaged = (whole: string, splinter: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(whole.length), fc.nat(8), fc.oneof(splinter, fc.constant(''))), { maxLength: 5 })
    .map((cuts) =>
      cuts.reduce((rest, [at, length, put]) => rest.slice(0, at) + put + rest.slice(at + length), whole),
    );

/** A challenge similar to the one of Atlas. */
export const anyChallenge = fc.oneof(
  damaged(
    'Digest realm="MMS Public API", domain="", nonce="bm9uY2U=", algorithm=MD5, qop="auth", stale=false',
    fc.constantFrom(
      '"',
      ',',
      '=',
      '\\',
      ' ',
      'Digest ',
      'Basic ',
      'SHA-256',
      '-sess',
      'true',
      'userhash=true,',
      'qop="auth-int"',
      '\t',
      'é',
    ),
  ),
  fc.string({ unit: fc.constantFrom(...'Digest ,="\\\trealmnonce=1é') }),
  fc.string({ maxLength: 30 }),
);

/** A key similar to one of Atlas, with missing, additional and wrong properties. */
const property = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u001b[31m', '\ud800', '<b>'),
);
const anyKey = fc
  .tuple(fc.dictionary(fc.constantFrom(...Object.keys(NEW_KEY), 'x', '__proto__'), property), fc.boolean())
  .map(([other, secret]) => ({ ...NEW_KEY, ...other, ...(secret && { privateKey: NEW_KEY.privateKey }) }));

export interface AnyAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const anyError = fc.record(
  {
    error: fc.jsonValue(),
    errorCode: fc.oneof(
      property,
      fc.constantFrom(
        'USER_UNAUTHORIZED',
        'IP_ADDRESS_NOT_ON_ACCESS_LIST',
        'ORG_NOT_FOUND',
        'INVALID_ENUM_VALUE',
        'RATE_LIMITED',
      ),
    ),
    detail: property,
    reason: property,
    parameters: fc.oneof(fc.array(property), property),
    badRequestDetail: fc.oneof(
      fc.record({ fields: fc.array(fc.record({ field: property, description: property })) }),
      property,
    ),
  },
  { requiredKeys: [] },
);

/** A response to an authorized request. */
export const anyAnswer: fc.Arbitrary<AnyAnswer> = fc.record({
  status: fc.constantFrom(
    200,
    200,
    200,
    200,
    201,
    202,
    206,
    300,
    302,
    400,
    401,
    403,
    404,
    409,
    429,
    500,
    503,
  ),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'application/vnd.atlas.2023-01-01+json',
    'text/html',
    '',
  ),
  body: fc.oneof(
    anyKey.map((key) => JSON.stringify(key)),
    fc
      .record({ results: fc.oneof(fc.array(anyKey), property), totalCount: property })
      .map((list) => JSON.stringify(list)),
    anyError.map((error) => JSON.stringify(error)),
    damaged(JSON.stringify(NEW_KEY), fc.string({ maxLength: 3 })),
    fc.json(),
    fc.string({ unit: 'binary' }),
  ),
});

/** A text similar to a configuration file. */
export const anyConfig = (canary: string): fc.Arbitrary<string> =>
  damaged(
    `version = 2
[default]
public_api_key = "kxqpbnyt"
private_api_key = "${canary}"
org_id = "${ORG_ID}"
output = "json"
ops_manager_url = "https://cloud.example.com/"

[other]
service = 'cloudgov'
skip_update_check = true
a.b = { c = [1, 2.5, 1979-05-27T07:32:00Z] }
`,
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '[',
        ']',
        '=',
        '\n',
        '#',
        '"""',
        '\\u12',
        '{',
        '.',
        '[[default]]\n',
        '\u0000',
        'é',
        '\r',
      ),
      fc.string({ maxLength: 4 }),
    ),
  );

const VARIABLES = [
  ...[
    'PUBLIC_API_KEY',
    'PRIVATE_API_KEY',
    'ORG_ID',
    'PROJECT_ID',
    'OUTPUT',
    'SERVICE',
    'OPS_MANAGER_URL',
    'PROFILE',
    'AUTH_TYPE',
  ],
].flatMap((suffix) => [`MONGODB_ATLAS_${suffix}`, `MCLI_${suffix}`]);

/** An environment. Values contain no NUL, because that is impossible. */
export const anyEnvironment: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(...VARIABLES, 'HOME', 'XDG_CONFIG_HOME', 'TERM', 'NO_COLOR', 'LC_ALL', 'TZ'),
  fc
    .oneof(
      text,
      fc.constantFrom(
        'http://',
        'https://u:p@h/',
        'ftp://x',
        ':',
        'http://127.0.0.1:0/',
        'http://[::1',
        'https://a/?q',
        '/',
        '/etc/passwd',
        ...FORMATS,
      ),
    )
    .map((value) => value.replaceAll('\0', '')),
);
