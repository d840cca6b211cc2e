/** The program says that a variable it needs is not set (signals §7: py-3, py-12, er-6, sh-6 and their kin). */
import { setEnv } from '../../../remedy/change';
import { listKeys } from '../../../remedy/look';
import { absence, specField } from '../../evidence';
import type { ContainerView } from '../../facts/views';
import { defineLogRule, logsOf, subject, type LogFinding } from '../log-rule';

/** How the pod gives this variable, or that it does not. */
function given(container: ContainerView, name: string) {
  const at = container.spec.env.findIndex((env) => env.name === name);
  const env = container.spec.env[at];
  if (!env) {
    const from = container.spec.envFrom
      .flatMap((source) => [source.configMapRef?.name, source.secretRef?.name])
      .filter((n) => n !== undefined);
    const rest = from.length > 0 ? `; ${from.join(', ')} may bring it through envFrom` : '';
    return {
      text: `The pod does not set \`${name}\`${rest}.`,
      evidence: [
        absence(
          container.pod.label,
          `no env entry named ${name}${rest}`,
          `${container.spec.env.length} entries of ${container.specPath}.env`,
        ),
      ],
    };
  }
  const ref = env.valueFrom?.secretKeyRef ?? env.valueFrom?.configMapKeyRef;
  const how = env.empty ? 'as an empty text' : ref ? `from key \`${ref.key}\` of \`${ref.name}\`` : 'with a value';
  return {
    text: `The pod sets \`${name}\` ${how}.`,
    evidence: [
      specField(container, {
        [`!env[${at}].name`]: env.name,
        [`env[${at}].valueFrom`]: ref ? `${ref.name}/${ref.key}` : undefined,
        [`env[${at}].value`]: env.empty ? '""' : undefined,
      }),
    ],
  };
}

/** The other variables that the same line lists after the first: "missing: DB_URL, DB_USER and DB_PASSWORD". At most seven. */
function othersOf({ log, captures }: Pick<LogFinding, 'log' | 'captures'>): string[] {
  const first = captures['variable'];
  const text = log.digest.excerpt.find((line) => line.n === log.hit.line)?.text ?? '';
  // "You need to specify one of A, B and C": the others would do instead.
  if (first === undefined || !text.includes(first) || /\bone of \W{0,3}$/.test(text.slice(0, text.indexOf(first))))
    return [];
  const rest = text.slice(text.indexOf(first) + first.length, text.indexOf(first) + 600);
  const list = /^["'`)\]]?(?:(?:, ?(?:and |or )?| and )["'`$({[]{0,2}[A-Z][A-Z0-9_]{2,80}["'`)}\]]?){1,7}/.exec(
    rest,
  )?.[0];
  return list?.match(/[A-Z][A-Z0-9_]{2,80}/g) ?? [];
}

export const missingEnvVar = defineLogRule({
  id: 'missing-env-var',
  confusedWith: ['config-invalid', 'missing-configmap-or-secret'],
  names: ({ captures }) => captures['variable'],
  headline: (found) => {
    const { container, captures } = found;
    const others = othersOf(found).length;
    if (captures['variable'] === undefined)
      return [...subject(container), ' stops because a variable that it needs is ', { mark: 'not set' }];
    const end =
      others === 0 ? ' is not set' : ` and ${others} more ${others === 1 ? 'variable' : 'variables'} are not set`;
    return [...subject(container), ' stops because ', { mark: captures['variable'] }, end];
  },
  says(found) {
    const first = found.captures['variable'];
    if (first === undefined) return 'It says that a variable it needs is not set.';
    const names = [first, ...othersOf(found)].map((name) => `\`${name}\``);
    return names.length === 1
      ? `It says that ${names[0] ?? ''} is not set.`
      : `It says that these are not set: ${names.join(', ')}.`;
  },
  more(found) {
    const first = found.captures['variable'];
    return first === undefined ? [] : [first, ...othersOf(found)].map((name) => given(found.container, name));
  },
  remedies(found) {
    const { container, captures, ref } = found;
    const variable = captures['variable'];
    const source = container.spec.envFrom.find((from) => from.secretRef ?? from.configMapRef);
    const read = logsOf(found, 'See the whole message, and whether it names more than one.');
    if (variable === undefined) return [read];
    const set = setEnv(
      ref,
      container.name,
      variable,
      'Set it where the other variables are set; a secret one belongs in a Secret.',
    );
    if (source?.secretRef)
      return [
        listKeys(
          'Secret',
          ref.namespace,
          source.secretRef.name,
          `See whether it holds ${variable}: names only, no values.`,
        ),
        set,
        read,
      ];
    if (source?.configMapRef)
      return [
        listKeys('ConfigMap', ref.namespace, source.configMapRef.name, `See whether it holds ${variable}.`),
        set,
        read,
      ];
    return [read, set];
  },
  wouldDisprove: 'A run that fails in the same way with the variable set.',
});
