/** A probe that asks a port or a path that the program does not serve: what its log and its own ports say, and the step to mend it. */

import type { Remedy } from '../../../model/diagnosis';
import type { Probe } from '../../../model/pod-spec';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand, patchContainer } from '../../../remedy/change';
import { lineEvidence, specField } from '../../evidence';
import type { ProbeAnswer, ProbeKind } from '../../facts/probe';
import type { ContainerView } from '../../facts/views';
import type { DraftClaim } from '../../rule';

export interface WrongTarget {
  claims: DraftClaim[];
  /** The step for the workload that it belongs to. */
  remedies: (ref: WorkloadRef) => Remedy[];
}

const none: WrongTarget = { claims: [], remedies: () => [] };

/** "Listening on :8080", "Server Running: http://cart:8080", "Server running at http://0.0.0.0:3000", "started on port 8080 (http)". */
const listens =
  /\b(?:listen(?:ing|s)?|serving|(?:running|started|ready) (?:on|at)|server running(?=:))\b[^\n]{0,60}?(?::|\bport[ :=(]{1,3})(\d{2,5})\b(?![.:]\d)/i;

/** A second listener beside that of the work, which may well be up first. */
const beside = /metrics|telemetry|pprof|debug|admin|management/i;

/** The number that the probe asks: a name is that of one of the container's own ports. */
function portOf({ spec }: ContainerView, probe: Probe): number | null {
  const asked = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port;
  if (asked === undefined) return null;
  const number = Number(asked);
  return Number.isInteger(number) ? number : (spec.ports.find(({ name }) => name === asked)?.containerPort ?? null);
}

/** The newest line that tells of another port, where none tells of the one that is asked. */
function listensElsewhere(container: ContainerView, asked: number): { port: number; claim: DraftClaim } | null {
  const told = container.logs.flatMap((digest) =>
    digest.excerpt.flatMap(({ n, text }) => {
      const port = Number(listens.exec(text)?.[1] ?? 0);
      return port > 0 && !beside.test(text) ? [{ digest, n, port }] : [];
    }),
  );
  const last = told.at(-1);
  if (!last || told.some(({ port }) => port === asked)) return null;
  const evidence = lineEvidence(last.digest, last.n);
  const text = `Its log says that it listens on port ${last.port}; the probe asks ${asked}.`;
  return evidence ? { port: last.port, claim: { text, evidence: [evidence] } } : null;
}

/** The port alone: a strategic merge keeps the rest of the probe. */
function withPort(probe: Probe, port: number): Record<string, { port: number }> {
  return { [probe.httpGet ? 'httpGet' : probe.tcpSocket ? 'tcpSocket' : 'grpc']: { port } };
}

function mend(kind: ProbeKind, title: string, why: string): Remedy {
  return changeByHand('mend-probe', title, `${why} It is the ${kind}Probe of the container in the pod template.`);
}

/** Empty where nothing speaks against what the probe asks: a refused connection alone may be a program that hangs or starts. */
export function wrongTarget(
  container: ContainerView,
  kind: ProbeKind,
  probe: Probe | null,
  answer: ProbeAnswer | undefined,
): WrongTarget {
  if (!probe || !answer) return none;
  if (answer.kind === 'status' && answer.code === 404 && probe.httpGet) {
    const { path } = probe.httpGet;
    return {
      claims: [],
      remedies: () => [
        mend(
          kind,
          'Ask a path that it serves',
          `It answers, and says that it has no \`${path}\`: name the path of its own health check, or let it serve this one.`,
        ),
      ],
    };
  }
  const asked = answer.kind === 'refused' ? portOf(container, probe) : null;
  if (asked === null) return none;
  const elsewhere = listensElsewhere(container, asked);
  const [declared] = container.spec.ports;
  const undeclared =
    declared !== undefined && container.spec.ports.every(({ containerPort }) => containerPort !== asked);
  if (!elsewhere && !undeclared) return none;
  const ports = container.spec.ports.map(({ containerPort }) => containerPort).join(', ');
  const claims = [
    ...(elsewhere ? [elsewhere.claim] : []),
    ...(undeclared
      ? [
          {
            text: `It declares port ${ports}, and not ${asked}, which the probe asks.`,
            evidence: [specField(container, { '!ports[0].containerPort': declared.containerPort })],
          },
        ]
      : []),
  ];
  // Of several declared ports only a person knows which is the one, and no probe asks one of UDP.
  const meant = new Set(
    elsewhere
      ? [elsewhere.port]
      : container.spec.ports.filter(({ protocol }) => protocol === 'TCP').map(({ containerPort }) => containerPort),
  );
  const [right = declared?.containerPort ?? asked] = meant;
  const title = `Ask port ${right}, or let it listen on ${asked}`;
  const why = elsewhere
    ? `It says itself that it listens on ${elsewhere.port}.`
    : 'A declared port is only a note, but most often the right one: look at which it listens on first.';
  return {
    claims,
    remedies: (ref) => [
      meant.size === 1
        ? patchContainer(ref, container, { [`${kind}Probe`]: withPort(probe, right) }, { id: 'mend-probe', title, why })
        : mend(kind, title, why),
    ],
  };
}
