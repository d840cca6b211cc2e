import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';

async function refused(previous: string) {
  const looping = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(1, 2) });
  const objects = [
    ...deployment(),
    podOf({
      spec: {
        containers: [
          { name: 'main', image: 'r.example/app:1', volumeMounts: [{ name: 'settings', mountPath: '/etc/fares' }] },
        ],
        volumes: [{ name: 'settings', configMap: { name: 'fares-settings' } }],
      },
      status: { phase: 'Running', containerStatuses: [looping] },
    }),
  ];
  const diagnosis = await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous } } });
  const { primary } = diagnosis;
  expect(primary?.cause).toBe('config-invalid');
  const claims = primary?.claims ?? [];
  const cited = claims.flatMap((claim) => claim.evidence.map((n) => diagnosis.evidence[n]));
  return {
    headline: primary ? plainHeadline(primary.headline) : '',
    why: claims.map(({ text }) => text),
    paths: cited.flatMap((item) => (item?.kind === 'field' ? item.fields.map(({ path }) => path) : [])),
  };
}

const json = (error: string) =>
  `${JSON.stringify({ level: 'ERROR', msg: 'invalid configuration', file: '/etc/fares/app.yaml', error })}\n`;

describe('what a program refuses, and where', () => {
  it('holds no piece of the file in the headline, and says line and file', async () => {
    const { headline, why, paths } = await refused(
      json('[4:3] unknown field "timeot"\n   2 | server:\n   3 |   port: 80\n>  4 |   timeot: 5s\n         ^\n'),
    );
    expect(headline).toBe(
      'Container main refuses its configuration: unknown field "timeot", in line 4 of /etc/fares/app.yaml',
    );
    expect(why).toContain('Its log says: unknown field "timeot", in line 4 of /etc/fares/app.yaml, column 3.');
    expect(why).toContain('The line reads `timeot: 5s`.');
    expect(why).toContain('`/etc/fares/app.yaml` comes from ConfigMap `fares-settings`, volume `settings`.');
    expect(paths).toContain('spec.volumes[0].configMap.name');
  });

  it('says in plain words that a value is of another type', async () => {
    const { headline } = await refused(
      json('[2:9] cannot unmarshal string into Go struct field Server.Port of type int\n>  2 |   port: eighty\n'),
    );
    expect(headline).toContain(
      'Server.Port has a text where a whole number is wanted, in line 2 of /etc/fares/app.yaml',
    );
  });

  it('reads the place out of a chain of errors, and the line that only announces it', async () => {
    const { headline } = await refused(
      'level=fatal msg="/etc/fares/app.yaml: yaml: unmarshal errors:\\n  line 7: field colour not found in type app.Config"\n',
    );
    expect(headline).toContain('field colour not found in type app.Config, in line 7 of /etc/fares/app.yaml');
  });

  it('leaves an escaped line break that is quoted where it is', async () => {
    const { headline } = await refused("Error: toml: line 5: expected '.' or '=', but got '\\n' instead\n");
    expect(headline).toContain("expected '.' or '=', but got '\\n' instead, in line 5");
  });

  it('names no file that stands beside a variable', async () => {
    const { headline, why } = await refused(
      'configuration error: MAX_FARES must be a number, see /etc/fares/app.yaml\n',
    );
    expect(`${headline} ${why[0] ?? ''}`).toContain('MAX_FARES');
    expect(headline).not.toContain(', in /etc');
  });
});
