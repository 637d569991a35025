/** Certificates made by openssl for one run of the tests. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { available } from './tools.ts';

export const HAS_OPENSSL = available('openssl', spawnSync('openssl', ['version']).status === 0);

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Names that the certificates are for, beside 127.0.0.1: a host, and an address that no rule calls loopback. */
export const HOST_NAME = 'atlas.example';
export const UNSPECIFIED = '0.0.0.0';
const NAMES = `IP:127.0.0.1,IP:${UNSPECIFIED},DNS:${HOST_NAME}`;

export interface Certificates {
  /** The authority's own certificate, as a file: what NODE_EXTRA_CA_CERTS names. */
  readonly authorityFile: string;
  /** For this machine, by the authority. */
  readonly right: Certificate;
  /** For another name, by the authority. */
  readonly wrongName: Certificate;
  /** For this machine, by the authority, and no longer valid. */
  readonly expired: Certificate;
  /** For this machine, by nobody but itself. */
  readonly selfSigned: Certificate;
  remove(): void;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-certificates-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string): Certificate => ({
    key: readFileSync(at(`${name}.key`), 'utf8'),
    cert: readFileSync(at(`${name}.crt`), 'utf8'),
  });
  const signed = (name: string, altName: string, ...dates: string[]): Certificate => {
    writeFileSync(at(`${name}.ext`), `subjectAltName=${altName}\n`);
    openssl('req', ...NEW_KEY, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const files = ['-in', `${name}.csr`, '-out', `${name}.crt`, '-extfile', `${name}.ext`];
    openssl('x509', '-req', ...files, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', ...dates);
    return read(name);
  };
  const ca = ['-x509', ...NEW_KEY, '-days', '30', '-subj', '/CN=authority of a test'];
  openssl('req', ...ca, '-keyout', 'ca.key', '-out', 'ca.crt');
  const self = [
    '-x509',
    ...NEW_KEY,
    '-days',
    '30',
    '-subj',
    '/CN=self',
    '-addext',
    `subjectAltName=${NAMES}`,
  ];
  openssl('req', ...self, '-keyout', 'self.key', '-out', 'self.crt');
  return {
    authorityFile: at('ca.crt'),
    right: signed('right', NAMES, '-days', '30'),
    wrongName: signed('wrong', 'DNS:other.example', '-days', '30'),
    // A negative number of days ends before it begins, which any date of today is after.
    expired: signed('expired', NAMES, '-days', '-1'),
    selfSigned: read('self'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
