/** Variables that Kubernetes itself sets for every Service of the namespace, and that collide with a program's own (docker links). */

import { objectEvidence } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

const linkSuffixes = /_(?:PORT|SERVICE_HOST|SERVICE_PORT(?:_\w{1,63})?|PORT_\d+_(?:TCP|UDP)(?:_(?:ADDR|PORT|PROTO))?)$/;

/** The Service whose variable the program refuses; null when the line is about something else. */
export function serviceLinkOf({
  captures,
  log,
  container,
  view,
}: LogFinding): { variable: string; service: string } | null {
  if (container.pod.pod.spec.enableServiceLinks === false) return null;
  const text = log.digest.excerpt.find((line) => line.n === log.hit.line)?.text ?? '';
  const variable = captures['variable'] ?? /\b[A-Z][A-Z0-9_]*_PORT\b/.exec(text)?.[0];
  const value = captures['value'] ?? text;
  if (variable === undefined || !linkSuffixes.test(variable) || container.spec.env.some((env) => env.name === variable))
    return null;
  const name = variable.replace(linkSuffixes, '').toLowerCase().replaceAll('_', '-');
  const known = view.snapshot.services.some((service) => service.metadata.name === name);
  return known || /tcp:\/\/|udp:\/\//.test(value) ? { variable, service: name } : null;
}

/**
 * That a Service's variables collide with the program's own (`FOO_PORT=tcp://…`, signals §6); nothing where none does.
 */
export function serviceLinkClaim(found: LogFinding): DraftClaim[] {
  const link = serviceLinkOf(found);
  if (!link) return [];
  const { namespace } = found.container.pod.pod.metadata;
  const text = `sets ${link.variable}=tcp://… in pods that start after it`;
  return [
    {
      text: `\`${link.variable}\` is not set in the spec of the pod: Kubernetes sets it for a Service named \`${link.service}\`.`,
      evidence: [objectEvidence(`Service ${namespace}/${link.service}`, null, text, link.variable)],
    },
  ];
}
