import { describe, expect, it } from 'vitest';
import { decide } from './testing';

const usage = `Usage:
  shopd serve [flags]

Flags:
      --db-retry int          how often to retry when the database answers "connection refused" (default 5)
      --elect                 run once; when leader election lost the manager exits
      --tls-skip              go on when the certificate has expired or is signed by unknown authority
  -h, --help                  help for serve
`;
const ofGo = `Usage of shopd:
  -tls-skip
    \tgo on when the certificate has expired
`;
const wrapped = `usage: shopd [-h] [--tls-skip TLS_SKIP]
  --tls-skip-of-everything TLS_SKIP
                        go on when the certificate has expired
`;

describe('the help that a program prints', () => {
  it.each([usage, ofGo, wrapped])('is no failure behind a flag that it does not know: %s', (help) => {
    expect(decide(`Error: unknown flag: --metrics-adress\n${help}`)).toMatchObject({
      cause: 'config-invalid',
      captures: { flag: '--metrics-adress' },
    });
  });

  it('is no failure before the error, nor where the error is of another kind', () => {
    expect(decide(`${usage}\nunknown flag: --metrics-adress\n`)).toMatchObject({ cause: 'config-invalid' });
    expect(decide(`Error: accepts 1 arg(s), received 2\n${usage}`)?.cause ?? null).not.toBe('tls-certificate-error');
    expect(decide(usage)).toBe(null);
  });

  it('does not hide what is complained of after it, nor an error in an indented line of its own', () => {
    const refused = 'E1120 11:58:19.000000       1 main.go:41] dial tcp 10.0.0.7:5432: connect: connection refused\n';
    expect(decide(`flag provided but not defined: -v\n${ofGo}${refused}`)).toMatchObject({
      cause: 'dependency-unreachable',
    });
    const indented = 'migrate:\n    --url: dial tcp 10.0.0.7:5432: connect: connection refused\n';
    expect(decide(indented)).toMatchObject({ cause: 'dependency-unreachable' });
  });
});
