import { execFileSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const ROOT_DAYS = '3650';
/** As public certificates have it: a client whose clock is a year off, either way, finds them invalid. */
const LEAF_DAYS = '90';
const DAY_MS = 86_400_000;

/**
 * A root of the lab, made once per machine by the `openssl` command and kept in `folder`; its key never leaves the
 * folder and nothing outside the lab trusts it.
 */
export class Authority {
  readonly root: CertificateFiles;
  readonly #folder: string;

  constructor(folder: string, id: string, subject: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.root = this.#files(`${id}-root`);
    if (isFresh(this.root)) return;
    openssl(
      ...['req', '-x509', ...NEW_KEY, '-keyout', this.root.key, '-out', this.root.cert],
      ...['-days', ROOT_DAYS, '-subj', subject],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    );
  }

  /** A certificate for `names` (host names and addresses), kept as `id` and made again only when the names change. */
  issue(id: string, names: readonly string[]): CertificateFiles {
    const files = this.#files(id);
    const alternatives = names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(',');
    const extensions = `subjectAltName=${alternatives}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n`;
    const settings = join(this.#folder, `${id}.ext`);
    if (isFresh(files, this.root) && existsSync(settings) && readFileSync(settings, 'utf8') === extensions) {
      return files;
    }
    writeFileSync(settings, extensions);
    const request = join(this.#folder, `${id}.csr`);
    openssl('req', '-new', ...NEW_KEY, '-keyout', files.key, '-out', request, '-subj', `/CN=${id}`);
    openssl(
      ...['x509', '-req', '-in', request, '-CA', this.root.cert, '-CAkey', this.root.key],
      ...[
        '-set_serial',
        `0x${randomBytes(8).toString('hex')}`,
        '-days',
        LEAF_DAYS,
        '-extfile',
        settings,
        '-out',
        files.cert,
      ],
    );
    return files;
  }

  #files(id: string): CertificateFiles {
    return { cert: join(this.#folder, `${id}.pem`), key: join(this.#folder, `${id}.key`) };
  }
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Whether both files are there, good for another week, and issued by `root` where one is given. */
function isFresh({ cert, key }: CertificateFiles, root?: CertificateFiles): boolean {
  if (!existsSync(cert) || !existsSync(key)) return false;
  const certificate = new X509Certificate(readFileSync(cert));
  if (Date.parse(certificate.validTo) < Date.now() + 7 * DAY_MS) return false;
  return root === undefined || certificate.checkIssued(new X509Certificate(readFileSync(root.cert)));
}
