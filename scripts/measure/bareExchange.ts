/**
 * The bare exchange: the least that a program compiled by Bun does to create a key. It reads the profile with a regular
 * expression, answers the Digest challenge, and prints three lines. The trace turns the names in brackets into marks.
 */
/// <reference types="bun" />
const config = await Bun.file(`${process.env['XDG_CONFIG_HOME']}/atlascli/config.toml`).text();
const property = (name: string): string => new RegExp(`^${name} = "(.*)"$`, 'm').exec(config)?.[1] ?? '';
const username = property('public_api_key');
const path = `/api/atlas/v2/orgs/${property('org_id')}/apiKeys`;
const mediaType = 'application/vnd.atlas.2023-01-01+json';
const send = (authorization?: string): Promise<Response> =>
  fetch(new URL(path, property('ops_manager_url')), {
    method: 'POST',
    headers: { accept: mediaType, 'content-type': mediaType, ...(authorization && { authorization }) },
    body: JSON.stringify({ desc: 'bench', roles: ['ORG_OWNER'] }),
  });
// [prepared]
const challenge = (await send()).headers.get('www-authenticate') ?? '';
// [challenged]
const parameter = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
const md5 = (...parts: string[]): string => new Bun.CryptoHasher('md5').update(parts.join(':')).digest('hex');
const [realm, nonce, cnonce] = [parameter('realm'), parameter('nonce'), crypto.randomUUID()];
const login = md5(username, realm, property('private_api_key'));
const response = md5(login, nonce, '00000001', cnonce, 'auth', md5('POST', path));
const answer = await send(
  `Digest username="${username}", realm="${realm}", uri="${path}", nonce="${nonce}", nc=00000001, cnonce="${cnonce}", qop=auth, response="${response}"`,
);
// [answered]
const { id, publicKey, privateKey } = (await answer.json()) as Record<string, string>;
if (!privateKey) throw new Error(`no key was created: ${answer.status}`);
// [formatted]
await Bun.write(
  Bun.stdout,
  `API Key '${id}' created.\nPublic API Key ${publicKey}\nPrivate API Key ${privateKey}\n`,
);
// [printed]
process.exit();

// Makes it a module.
export {};
