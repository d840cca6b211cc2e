import { describe, expect, it } from 'vitest';
import { decide } from '../testing';

const keycloak = (message: string) =>
  `2026-11-23 10:09:53,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: ${message}\n`;

describe('a runner whose server does not take it', () => {
  it('was deleted there, though it says that it tries again', () => {
    const gone = 'The runner registration has been deleted from the server, please re-configure.';
    for (const log of [
      `Failed to create a session. ${gone}\n`,
      `Connected to GitHub\nRunner connect error: ${gone}. Retrying until reconnected.\n`,
      'ERROR: Registering runner... forbidden (check registration token)  runner=GR1 status=403\nPANIC: Failed to register the runner.\n',
    ])
      expect(decide(log)).toMatchObject({ cause: 'config-invalid' });
  });

  it('has another of its name, or cannot reach it', () => {
    expect(
      decide(
        'A session for this runner already exists.\nRunner connect error: Error: Conflict. Retrying until reconnected.\n',
      ),
    ).toMatchObject({ cause: 'app-error-uncaught', line: 1 });
    expect(decide('Runner connect error: connect ECONNREFUSED 192.0.2.7:443. Retrying.\n')).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });
});

describe('Keycloak without its database', () => {
  it('knows no such host, where the last message of the chain is a name alone', () => {
    expect(decide(keycloak('The connection attempt failed.') + keycloak('shop-postgres'))).toMatchObject({
      cause: 'dns-failure',
      captures: { host: 'shop-postgres' },
    });
  });

  it('gets no answer, where that message is a sentence', () => {
    expect(decide(keycloak('The connection attempt failed.') + keycloak('Connect timed out'))).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });
});
