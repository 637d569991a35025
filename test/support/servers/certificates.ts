/** Creates certificates for one run of the tests, with a library instead of a tool. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** The names in the certificates besides 127.0.0.1: a host, and an address that does not count as loopback. */
export const HOST_NAME = 'atlas.example';
export const UNSPECIFIED = '0.0.0.0';

export interface Certificates {
  /** The file with the authority's certificate, for NODE_EXTRA_CA_CERTS. */
  readonly authorityFile: string;
  /** For this machine, issued by the authority. */
  readonly right: Certificate;
  /** For another name, issued by the authority. */
  readonly wrongName: Certificate;
  /** For this machine, issued by the authority, expired. */
  readonly expired: Certificate;
  /** For this machine, self-signed. */
  readonly selfSigned: Certificate;
  remove(): void;
}

/** The types of a GeneralName (RFC 5280, 4.2.1.6). */
const DNS = 2;
const IP = 7;
const NAMES = [
  { type: IP, ip: '127.0.0.1' },
  { type: IP, ip: UNSPECIFIED },
  { type: DNS, value: HOST_NAME },
];

const DAY_MS = 24 * 3600 * 1000;
const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);

interface Holder {
  readonly certificate: forge.pki.Certificate;
  readonly privateKey: string;
}

/** Creates a certificate; self-signed if there is no issuer. */
function issue(name: string, days: number, extension: object, issuer?: Holder): Holder {
  // The library's own keys are slow to make.
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  const subject = [{ name: 'commonName', value: name }];
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // A first byte below 0x80: a serial number is a positive integer.
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  certificate.validity.notBefore = daysFromNow(-2);
  certificate.validity.notAfter = daysFromNow(days);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer?.certificate.subject.attributes ?? subject);
  certificate.setExtensions([extension]);
  const signingKey = forge.pki.privateKeyFromPem(issuer?.privateKey ?? privateKey);
  certificate.sign(signingKey, forge.md.sha256.create());
  return { certificate, privateKey };
}

const pemOf = ({ certificate, privateKey }: Holder): Certificate => ({
  key: privateKey,
  cert: forge.pki.certificateToPem(certificate),
});

/** Creates an authority and the certificates. */
export function makeCertificates(): Certificates {
  const authority = issue('authority of a test', 30, { name: 'basicConstraints', cA: true, critical: true });
  const forNames = (altNames: readonly object[]) => ({ name: 'subjectAltName', altNames });
  const folder = mkdtempSync(join(tmpdir(), 'atlas-certificates-'));
  const authorityFile = join(folder, 'ca.crt');
  writeFileSync(authorityFile, pemOf(authority).cert);
  const otherName = [{ type: DNS, value: 'other.example' }];
  return {
    authorityFile,
    right: pemOf(issue('right', 30, forNames(NAMES), authority)),
    wrongName: pemOf(issue('wrong', 30, forNames(otherName), authority)),
    expired: pemOf(issue('expired', -1, forNames(NAMES), authority)),
    selfSigned: pemOf(issue('self', 30, forNames(NAMES))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
