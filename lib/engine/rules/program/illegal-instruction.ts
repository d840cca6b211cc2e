/** The program uses an instruction that the node's processor does not have: SIGILL (signals §5.5: 132). */
import { fields, labelOf } from '../../evidence';
import { defineCrashRule } from './native-crash';

export const illegalInstruction = defineCrashRule({
  id: 'illegal-instruction',
  codes: [132],
  ntStatus: 0xc000001d,
  confusedWith: ['segfault', 'exec-format-error'],
  supersedes: [
    'unknown',
    'app-error-uncaught',
    'segfault',
    'init-container-failing',
    'sidecar-failing',
    'readiness-never-ready',
    'liveness-probe-failing',
  ],
  headline: [' uses an ', { mark: 'instruction that the processor does not have' }],
  meaning: 'the kernel’s signal for an instruction that this processor does not know.',
  more: ({ container }) => {
    const { node } = container.pod;
    const architecture = node?.status.nodeInfo?.architecture;
    if (!node || architecture === undefined) return [];
    return [
      {
        text: `It runs on node \`${node.metadata.name}\`.`,
        evidence: [fields(labelOf(node), null, { 'status.nodeInfo.architecture': architecture })],
      },
    ];
  },
  advice: {
    title: 'Run it on a newer processor, or build it for an older one',
    why: 'AVX and its kin are missing on old or emulated processors: choose nodes that have them, or an image that is built for the baseline of the platform.',
  },
});
