/** A certificate for 127.0.0.1, made by openssl once per machine and kept in the temporary folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  cert: string;
  key: string;
}

export function testCertificate(): Certificate {
  const folder = join(tmpdir(), 'unloop-fake-api-certificate-1');
  if (!existsSync(folder)) make(folder);
  return { cert: readFileSync(join(folder, 'cert.pem'), 'utf8'), key: readFileSync(join(folder, 'key.pem'), 'utf8') };
}

function make(folder: string): void {
  const fresh = mkdtempSync(join(tmpdir(), 'unloop-fake-api-'));
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:fake.unloop.test';
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '3650',
  ];
  const files = ['-keyout', join(fresh, 'key.pem'), '-out', join(fresh, 'cert.pem')];
  execFileSync('openssl', [...request, ...files, '-subj', '/CN=fake.unloop.test', '-addext', names], { stdio: 'pipe' });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another test process was faster; its certificate is as good.
    if (!existsSync(folder)) throw error;
  }
}
