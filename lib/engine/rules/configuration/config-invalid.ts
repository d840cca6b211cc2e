/** The program refuses a value, a file, a flag or an address that it has (design §5); a variable that a Service injects counts; so does a schedule that the CronJob controller cannot read. */
import { serviceLinkClaim, serviceLinkOf } from './service-link';
import { ask } from '../../../remedy/look';
import { patchTemplate, rollBack } from '../../../remedy/change';
import { revisionsOf } from '../../changes';
import { defineJointRule } from '../../rule';
import { defineLogRule, logsOf, subject, short, type LogFinding } from '../log-rule';
import { placeAfter, placeClaims, refusalOf, saysOf } from './refusal';
import { ofSchedule } from './refused-schedule';
import { accessDisproved, isRefusedAccess, mendAccess } from './refused-access';

/** What the line names as refused. */
const thingOf = ({ captures }: LogFinding) =>
  captures['variable'] ?? captures['flag'] ?? captures['setting'] ?? captures['field'];
const ofAccess = (found: LogFinding) => thingOf(found) === undefined && isRefusedAccess(refusalOf(found).said);

const saidByProgram = defineLogRule({
  id: 'config-invalid',
  confusedWith: ['missing-env-var', 'missing-configmap-or-secret'],
  headline: (found) => {
    const { container } = found;
    const thing = thingOf(found);
    const { plain, place } = refusalOf(found);
    const said = short(thing ?? plain);
    if (ofAccess(found)) {
      const { code = '' } = found.captures;
      const isMore = /^40[13]$/.test(code) && !said.includes(code);
      return [
        ...subject(container),
        ' is refused access by a service: ',
        { mark: said },
        ...(isMore ? [` (${code})`] : []),
      ];
    }
    // A line that only repeats the headline names nothing: say so instead of repeating it.
    const vague = thing === undefined && /^(?:invalid|bad|wrong) config(?:uration)?$/i.test(said);
    // A file beside a variable or a flag is another thing.
    const after = thing !== undefined && place.line === null ? '' : placeAfter(said, place);
    return [
      ...subject(container),
      vague ? ' refuses its configuration, and its log says only ' : ' refuses its configuration: ',
      { mark: said },
      ...(after === '' ? [] : [after]),
    ];
  },
  says: saysOf,
  more: (found) => [...placeClaims(found), ...serviceLinkClaim(found)],
  remedies: (found) => [
    ...(serviceLinkOf(found)
      ? [
          patchTemplate(
            found.ref,
            { enableServiceLinks: false },
            {
              id: 'no-service-links',
              title: 'Keep Services from setting variables',
              why: 'Every Service of the namespace sets variables of its own name in each pod that starts after it; this one collides with a setting of the program.',
            },
          ),
        ]
      : []),
    logsOf(found, 'See the whole message: it names the value, and often what it would take.'),
    ...(revisionsOf(found.view).length > 1 && found.ref.kind === 'Deployment'
      ? [rollBack(found.ref, 'Right when the value came with the newest revision.')]
      : []),
    ofAccess(found)
      ? mendAccess()
      : ask(
          'mend-value',
          'Mend the value where it is kept',
          'In the ConfigMap, the Secret, the arguments or the values of the chart; a change of a ConfigMap that is read at the start needs a restart.',
        ),
  ],
  wouldDisprove: (found) =>
    ofAccess(found)
      ? accessDisproved
      : 'A run of the same image that starts with the same ConfigMaps, Secrets, variables and arguments.',
});

/** A CronJob that starts no run has no program that could say it. */
export const configInvalid = defineJointRule(saidByProgram, ofSchedule);
