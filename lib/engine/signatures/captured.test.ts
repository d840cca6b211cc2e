import { describe, expect, it } from 'vitest';
import { decide } from './testing';

const refused = 'ERROR    db:db.py:41 could not connect to db:5432: Connection refused\n';
const captured = `------------------------------ Captured log call -------------------------------\n${refused}`;
const pytest = (error: string) => `============================= test session starts ==============================
tests/test_db.py::test_refused PASSED                                    [ 33%]
${captured}tests/test_db.py::test_total FAILED                                      [100%]
=================================== FAILURES ===================================
__________________________________ test_total __________________________________
>       total([1, 2])
E       ${error}
tests/test_db.py:12: AssertionError
${captured}=========================== short test summary info ============================
FAILED tests/test_db.py::test_total - ${error}
========================= 1 failed, 2 passed in 0.12s ==========================
`;
const jest = (error: string) => `PASS test/db.test.js
  ● Console

    console.error
      Error: connect ECONNREFUSED 127.0.0.1:5432

      at TCPConnectWrap.afterConnect (node:net:1555:16)

FAIL test/sum.test.js
  ● sum › adds

    ${error}

Tests:       1 failed, 12 passed, 13 total
`;

describe('what a test run captured', () => {
  it('is not why a test failed', () => {
    expect(decide(pytest('assert 3 == 4'))).toMatchObject({ cause: 'app-error-uncaught' });
    expect(decide(jest('expect(received).toBe(expected) // Object.is equality'))).toMatchObject({
      cause: 'app-error-uncaught',
    });
  });

  it('hides nothing of what it names as the error of the test', () => {
    const error =
      'psycopg2.OperationalError: connection to server at "db" (10.0.0.7), port 5432 failed: Connection refused';
    expect(decide(pytest(error))).toMatchObject({ cause: 'dependency-unreachable' });
    expect(decide(jest('connect ECONNREFUSED 10.0.0.7:5432'))).toMatchObject({
      cause: 'dependency-unreachable',
      captures: { host: expect.stringContaining('10.0.0.7') as string },
    });
  });

  it('is what stands below such a heading only', () => {
    expect(decide(refused)).toMatchObject({ cause: 'dependency-unreachable' });
    expect(decide(`console.error\nError: connect ECONNREFUSED 10.0.0.7:5432\n`)).toMatchObject({
      cause: 'dependency-unreachable',
    });
    expect(
      decide(`${pytest('assert 3 == 4')}deploy: dial tcp 10.0.0.7:5432: connect: connection refused\n`),
    ).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });
});

describe('a failure that a play ignores', () => {
  const refused = `TASK [check legacy] ****
fatal: [localhost]: FAILED! => {"changed": true, "rc": 7, "stderr": "curl: (7) Failed to connect to legacy port 80 after 1 ms: Connection refused"}
`;
  const unwritable = `
TASK [write config] ****
fatal: [localhost]: FAILED! => {"changed": false, "msg": "Destination /etc/app not writable"}

PLAY RECAP ****
localhost                  : ok=2    changed=1    unreachable=0    failed=1    skipped=0    rescued=0    ignored=1
`;

  it('is left out for the one that ended the play', () => {
    expect(decide(`${refused}...ignoring\n${unwritable}`)?.cause).toBe('permission-denied');
    const inYaml = refused.replace(' => {', ' =>\n  changed: true\n  {');
    expect(decide(`${inYaml}...ignoring\n${unwritable}`)?.cause).toBe('permission-denied');
  });

  it('is none where another one was ignored', () => {
    expect(decide(refused)?.cause).toBe('dependency-unreachable');
    const other = 'TASK [look] ****\nfatal: [localhost]: FAILED! => {"msg": "no such user"}\n...ignoring\n\n';
    expect(decide(other + refused)?.cause).toBe('dependency-unreachable');
    expect(decide(`${refused}\nTASK [look] ****\n...ignoring\n`)?.cause).toBe('dependency-unreachable');
  });
});
