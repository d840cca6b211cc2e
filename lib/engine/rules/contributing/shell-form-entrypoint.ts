/** A shell is process 1 and does not pass SIGTERM on to the program (signals §5.4). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { specField } from '../../evidence';
import { endingsOf } from '../../facts/ending';
import type { ContainerView, PodView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundShell {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  script: string;
}

const shells = /^(?:\/usr)?(?:\/bin\/)?(?:ba|da|a|z)?sh$/;

/** The script that a shell runs as process 1 and that does not hand over by exec; null for anything else. */
export function shellScript(words: readonly string[]): string | null {
  const [shell, option, script] = words;
  if (shell === undefined || !shells.test(shell))
    return /^(?:npm|yarn|pnpm)$/.test(shell ?? '') ? words.join(' ') : null;
  if (option === undefined || !/^-[a-z]*c$/.test(option) || script === undefined) return null;
  return /(?:^|[;&|]\s*|\s)exec\s/.test(script) || /\btrap\b/.test(script) ? null : script;
}

export const shellFormEntrypoint = defineRule({
  id: 'shell-form-entrypoint',
  scope: 'workload',
  needs: ['workload'],

  match({ workload }): FoundShell | undefined {
    const pods: PodView[] = [...workload.pods, ...workload.deleted];
    for (const container of pods.flatMap((pod) => pod.containers)) {
      const ignored = endingsOf(container).some((ending) => ending.obeyed === 'ignored');
      const script = ignored ? shellScript([...container.spec.command, ...container.spec.args]) : null;
      if (script === null) continue;
      const evidence = specField(container, {
        '!command': container.spec.command,
        args: container.spec.args,
      });
      return { certainty: 'likely', evidence: [evidence], ref: workload.snapshot.workload, container, script };
    }
    return undefined;
  },

  explain({ ref, container, script, evidence }) {
    return {
      headline: [
        'A shell is process 1 of container ',
        { code: container.name },
        ' and does not ',
        { mark: 'pass SIGTERM on' },
      ],
      claims: [
        {
          text: `It runs \`${script.slice(0, 120)}\` through a shell; the shell gets the signal and the program never hears of it.`,
          evidence,
        },
      ],
      remedies: [
        changeByHand(
          'exec-form',
          'Let the program be process 1',
          `Write exec before the program in the script of ${ref.kind} ${ref.name}, or give the command as a list without a shell.`,
          [
            { sign: '-', text: `command: [sh, -c, "${script.slice(0, 60)}"]` },
            { sign: '+', text: `command: [sh, -c, "exec ${script.slice(0, 60)}"]` },
          ],
        ),
      ],
      container: { name: container.name, type: container.type },
    };
  },
});
