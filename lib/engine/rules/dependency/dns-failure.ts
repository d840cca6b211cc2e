/** A name that the program needs is not resolved (signals §7: go-10, nd-8, py-18, jv-16). */
import type { Remedy } from '../../../model/diagnosis';
import { nameClaim } from './name';
import { ask, listObjects } from '../../../remedy/look';
import { defineLogRule, logsOf, subject, type LogFinding } from '../log-rule';

/** Words of a peer, or of the host that should have it: an address was there to ask. */
const wasTried = /refused|ECONNREFUSED|ECONNRESET|connection reset|EHOSTUNREACH|no route to host/i;

/** Programs print the address that a name led to (Go, Node), and one that they were given, alike: whether there was a name is not said. */
const anAddress = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\]/i;

/** The namespace that a Service's name in full has: "name.namespace.svc". */
const namespaceIn = /^[\w-]{1,63}\.(?<namespace>[\w-]{1,63})\.svc(?:\.|$)/;

function servicesBeside({ ref, captures }: LogFinding): Remedy {
  const named = namespaceIn.exec(captures['host'] ?? '')?.groups?.['namespace'];
  return named === undefined || named === ref.namespace
    ? listObjects(
        ref.namespace,
        'services',
        'A Service of another namespace needs it in its name: name.namespace. Compare the spelling.',
      )
    : listObjects(
        named,
        'services',
        `The name is one of namespace ${named}: see whether that has a Service of this name, or is there at all.`,
      );
}

export const dnsFailure = defineLogRule({
  id: 'dns-failure',
  confusedWith: ['dependency-unreachable', 'config-invalid'],
  names: ({ captures }) => captures['host'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' cannot resolve ',
    { mark: captures['host'] ?? 'a name that it needs' },
  ],
  says: ({ captures }) =>
    `Its log says that ${captures['host'] === undefined ? 'a name' : `\`${captures['host']}\``} was not resolved${captures['server'] === undefined ? '' : ` by ${captures['server']}`}.`,
  more: (found) => nameClaim(found),
  remedies: (found) => [
    servicesBeside(found),
    ask(
      'check-dns',
      'Ask whether cluster DNS answers',
      'Where every name fails, look at the CoreDNS pods of kube-system and at network policies that forbid port 53.',
    ),
    logsOf(found, 'See how the name is written, and which server was asked.'),
  ],
  against: (cause, text) =>
    cause === 'dependency-unreachable' && wasTried.test(text)
      ? anAddress.test(text)
        ? 'A connection was tried to an address: no name was left to resolve.'
        : 'A connection was tried, which takes an address: the name was resolved.'
      : undefined,
  wouldDisprove: 'The same name resolved from another pod at the same time.',
});
