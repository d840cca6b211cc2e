/** The peer answers, and a certificate is refused, on either side (signals §7: go-12, jv-18, nd-9, py-17, tls-1). */
import { ask } from '../../../remedy/look';
import { defineLogRule, logsOf, subject, short } from '../log-rule';

/** Without the fields that a logger wrote behind the message. */
const quoted = (message: string): string => short(message.replace(/" \w{1,30}=.*$/s, ''));

export const tlsCertificateError = defineLogRule({
  id: 'tls-certificate-error',
  confusedWith: ['dependency-unreachable', 'config-invalid'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' refuses, or is refused, a certificate',
    ...(captures['host'] === undefined ? [] : [' of ', { code: captures['host'] }]),
    ': ',
    { mark: quoted(captures['problem'] ?? captures['reason'] ?? captures['message'] ?? 'it is not trusted') },
  ],
  says: ({ captures }) =>
    captures['message'] === undefined
      ? 'Its log says what is wrong with the certificate.'
      : `Its log says: ${quoted(captures['message'])}`,
  remedies: (found) => [
    logsOf(found, 'See which peer, and what is wrong: expired, another name, or an authority that is not known.'),
    ask(
      'mend-certificate',
      'Mend what the message names',
      'Expired: renew it and restart what loaded it. Unknown authority: give the program the CA that signed it. Another name: use a name that the certificate has, or issue it for this one. A clock that is wrong shows as expired or not yet valid.',
    ),
  ],
  against: (cause, text) =>
    cause === 'dependency-unreachable' && /refused|ECONNREFUSED/i.test(text)
      ? 'Nothing took the connection, so nobody showed a certificate.'
      : undefined,
  wouldDisprove: 'The same peer accepted by `openssl s_client` from a pod with the same trust store.',
});
