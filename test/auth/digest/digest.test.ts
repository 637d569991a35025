import { describe, expect, test } from 'vitest';
import {
  chooseChallenge,
  type DigestRequest,
  type DigestSecrets,
  digestAuthorization,
} from '../../../src/auth/digest/digest.ts';
import { hash } from '../../../src/system/hash.ts';

/** The parameters of an Authorization header by name, not unquoted. */
function answerTo(
  header: string,
  request: Partial<DigestRequest>,
  secrets: Partial<DigestSecrets>,
): Map<string, string> {
  const challenge = chooseChallenge(header);
  if (!challenge) throw new Error(`no challenge in ${header}`);
  const authorization = digestAuthorization(
    challenge,
    { method: 'GET', uri: '/', body: '', ...request },
    { username: 'u', password: 'p', cnonce: 'c', count: 1, ...secrets },
    hash,
  );
  expect(authorization).toMatch(/^Digest /);
  return new Map(
    Array.from(
      authorization.slice('Digest '.length).matchAll(/([\w*]+)=("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g),
      ([, name = '', value = '']) => [name, value],
    ),
  );
}

// RFC 7616, section 3.9.1.
const NONCE = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';
const RFC = `Digest realm="http-auth@example.org", qop="auth, auth-int", nonce="${NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
const MUFASA: DigestSecrets = {
  username: 'Mufasa',
  password: 'Circle of Life',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  count: 1,
};
const PAGE = { method: 'GET', uri: '/dir/index.html', body: '' };
const withoutQop = (header: string) => header.replace(' qop="auth, auth-int",', '');

describe('RFC 7616, section 3.9.1', () => {
  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('when the algorithm is %s, then the response is the one in the RFC', (algorithm, response) => {
    expect(Object.fromEntries(answerTo(`${RFC}, algorithm=${algorithm}`, PAGE, MUFASA))).toEqual({
      username: '"Mufasa"',
      realm: '"http-auth@example.org"',
      uri: '"/dir/index.html"',
      algorithm,
      nonce: `"${NONCE}"`,
      nc: '00000001',
      cnonce: `"${MUFASA.cnonce}"`,
      qop: 'auth',
      response: `"${response}"`,
      opaque: '"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
    });
  });

  // The RFC contains no such examples; these were computed with Python's hashlib.
  test.each([
    ['MD5-sess', 'e783283f46242139c486a698fec7211d'],
    ['SHA-256-sess', '2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7'],
  ])('when the algorithm is %s, then both nonces are part of the first hash', (algorithm, response) => {
    expect(answerTo(`${RFC}, algorithm=${algorithm}`, PAGE, MUFASA).get('response')).toBe(`"${response}"`);
  });

  test.each([
    ['MD5', '7b2cc3b30e75b4777ea31027084363fd'],
    ['SHA-256', 'a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363'],
  ])(
    'when %s comes without qop, then the response is the one of RFC 2069, without count and cnonce',
    (algorithm, response) => {
      const answer = answerTo(withoutQop(`${RFC}, algorithm=${algorithm}`), PAGE, MUFASA);
      expect(answer.get('response')).toBe(`"${response}"`);
      expect([answer.has('nc'), answer.has('cnonce'), answer.has('qop')]).toEqual([false, false, false]);
    },
  );

  test.each([
    ['MD5-sess', '37a7f42db2090a3fcac4e26e747d4fc8'],
    ['SHA-256-sess', '30bc0742357e535c85094121d22cf826b794be0667e19537beb7b28f2251c274'],
  ])('when %s comes without qop, then the cnonce is sent: the server needs it', (algorithm, response) => {
    const answer = answerTo(withoutQop(`${RFC}, algorithm=${algorithm}`), PAGE, MUFASA);
    expect(answer.get('response')).toBe(`"${response}"`);
    expect(answer.get('cnonce')).toBe(`"${MUFASA.cnonce}"`);
  });

  test.each([
    ['MD5', '648892f987d9f4e8bd9bfe8edea9e41a'],
    ['SHA-256', '808938f7db6a38652ecc3242727d750e73885165c3c51f4029fb3c5c49f9c2ce'],
  ])('when %s offers only auth-int, then the body is part of the response', (algorithm, response) => {
    const header = `${RFC}, algorithm=${algorithm}`.replace('auth, auth-int', 'auth-int');
    const answer = answerTo(header, { ...PAGE, method: 'POST', body: '{"a":"é"}' }, MUFASA);
    expect([answer.get('qop'), answer.get('response')]).toEqual(['auth-int', `"${response}"`]);
  });
});

describe('RFC 7616, section 3.9.2', () => {
  const header =
    'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true';
  const secrets = {
    username: 'Jäsøn Doe',
    password: 'Secret, or not?',
    cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
  };
  const answer = answerTo(header, { uri: '/doe.json' }, secrets);

  // The RFC prints 488869… and ae66e6…, which SHA-512/256 does not give: see its erratum 4897, whose values
  // Python's hashlib confirms.
  test('when the user name must be hashed, then its hash and userhash=true are sent', () => {
    expect([answer.get('username'), answer.get('userhash')]).toEqual([
      '"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"',
      'true',
    ]);
  });

  test('when the user name must be hashed, then the response is made from the name itself', () => {
    expect(answer.get('response')).toBe('"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"');
  });

  test('when the algorithm is SHA-512-256-sess, then both nonces are part of the first hash', () => {
    const response = answerTo(header.replace('512-256', '512-256-sess'), { uri: '/doe.json' }, secrets).get(
      'response',
    );
    expect(response).toBe('"5df408eedb9260fa5576d1e23d63a441d1c1c3740df0bbfba5ded9233f6de306"');
  });

  test('when such a name need not be hashed, then it is sent in the notation of RFC 8187', () => {
    const plain = answerTo(
      header.replace(', userhash=true', ''),
      { uri: '/doe.json' },
      { ...secrets, username: "Jäsøn (D)'*" },
    );
    expect(plain.get('username*')).toBe("UTF-8''J%C3%A4s%C3%B8n%20%28D%29%27%2A");
    expect([plain.has('username'), plain.has('userhash')]).toEqual([false, false]);
  });
});

describe('the answer', () => {
  test('when no algorithm is named, then it is MD5, and none is sent', () => {
    const answer = answerTo('Digest realm="r", nonce="n"', {}, {});
    // md5(md5(u:r:p):n:md5(GET:/))
    expect(answer.get('response')).toBe(
      `"${hash('md5', `${hash('md5', 'u:r:p')}:n:${hash('md5', 'GET:/')}`)}"`,
    );
    expect(answer.has('algorithm')).toBe(false);
  });

  test('when the algorithm is spelled in another case, then it is known, and sent back as it was spelled', () => {
    expect(answerTo('Digest realm="r", nonce="n", algorithm=sHa-256', {}, {}).get('algorithm')).toBe(
      'sHa-256',
    );
  });

  test('when there is no opaque, then none is sent', () => {
    expect(answerTo('Digest realm="r", nonce="n"', {}, {}).has('opaque')).toBe(false);
  });

  test('when opaque is empty, then it is sent back empty', () => {
    expect(answerTo('Digest realm="r", nonce="n", opaque=""', {}, {}).get('opaque')).toBe('""');
  });

  test('when the realm contains quotes and backslashes, then they are hashed unescaped and sent escaped', () => {
    const answer = answerTo(String.raw`Digest realm="a \"b\" \\ c", nonce="n"`, {}, {});
    expect([answer.get('realm'), answer.get('response')]).toEqual([
      String.raw`"a \"b\" \\ c"`,
      '"95c5d9b586dae045867f70548b12136c"',
    ]);
  });

  test('when the user name contains a quote, then it is sent escaped', () => {
    expect(answerTo('Digest realm="r", nonce="n"', {}, { username: 'a"b\\c' }).get('username')).toBe(
      String.raw`"a\"b\\c"`,
    );
  });

  test('when a nonce is used for the 255th time, then the count has eight hexadecimal digits', () => {
    const answer = answerTo('Digest realm="r", nonce="n", qop=auth', {}, { count: 255 });
    expect([answer.get('nc'), answer.get('response')]).toEqual([
      '000000ff',
      '"7ab66608b1ba8247cf4603e7f549dba9"',
    ]);
  });

  test('when the URL has a query, then it is part of the response', () => {
    const answer = answerTo('Digest realm="r", nonce="n"', { uri: '/a?b=c' }, {});
    expect(answer.get('uri')).toBe('"/a?b=c"');
    expect(answer.get('response')).toBe(
      `"${hash('md5', `${hash('md5', 'u:r:p')}:n:${hash('md5', 'GET:/a?b=c')}`)}"`,
    );
  });

  test('when a request is authorized, then the header does not contain the password', () => {
    const answer = answerTo('Digest realm="r", nonce="n", qop=auth', {}, { password: 'canary' });
    expect([...answer.values()].join()).not.toContain('canary');
  });
});

describe('the choice', () => {
  const digest = (algorithm: string, more = '') =>
    `Digest realm="r", nonce="${algorithm}", algorithm=${algorithm}${more}`;
  const chosen = (...challenges: string[]) => chooseChallenge(challenges.join(', '))?.nonce;

  test.each([
    [['MD5', 'SHA-256', 'SHA-512-256'], 'SHA-512-256'],
    [['SHA-512-256', 'SHA-256', 'MD5'], 'SHA-512-256'],
    [['SHA-256', 'MD5'], 'SHA-256'],
    [['MD5', 'SHA-256-sess'], 'SHA-256-sess'],
    [['SHA-1', 'MD5'], 'MD5'],
    [['SHA-512', 'MD5', 'SHA-3'], 'MD5'],
  ])('when %j are offered, then %s is chosen', (algorithms, expected) => {
    expect(chosen(...algorithms.map((algorithm) => digest(algorithm)))).toBe(expected);
  });

  test('when two are equally strong, then the first is chosen', () => {
    expect(chosen('Digest realm="r", nonce="1"', 'Digest realm="r", nonce="2"')).toBe('1');
  });

  test('when Basic and Negotiate are offered beside Digest, then Digest is chosen', () => {
    expect(chosen('Negotiate', 'Basic realm="x"', digest('MD5'), 'NTLM abc==')).toBe('MD5');
  });

  test.each([
    ['nothing', ''],
    ['only Basic', 'Basic realm="x"'],
    ['an unknown algorithm', digest('SHA-1')],
    ['no realm', 'Digest nonce="n"'],
    ['no nonce', 'Digest realm="r"'],
    ['only an unknown qop', digest('MD5', ', qop="token"')],
    ['an empty qop', digest('MD5', ', qop=""')],
    ['a bare scheme', 'Digest'],
  ])('when the header offers %s, then nothing is chosen', (_, header) => {
    expect(chooseChallenge(header)).toBeUndefined();
  });

  test.each([
    ['qop="auth"', 'auth'],
    ['qop=auth', 'auth'],
    ['qop="auth-int,auth"', 'auth'],
    ['qop="token , AUTH"', 'auth'],
    ['qop="auth-int"', 'auth-int'],
  ])('when the challenge says %s, then the qop is %s', (parameter, expected) => {
    expect(chooseChallenge(digest('MD5', `, ${parameter}`))?.qop).toBe(expected);
  });

  test.each([
    ['stale=true', true],
    ['stale=TRUE', true],
    ['stale="true"', true],
    ['stale=false', false],
    ['stale=yes', false],
    ['opaque=""', false],
  ])('when the challenge says %s, then stale is %s', (parameter, expected) => {
    expect(chooseChallenge(digest('MD5', `, ${parameter}`))?.stale).toBe(expected);
  });
});
