import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { Remedy } from '../model/diagnosis';
import {
  createObject,
  deleteBrokenPod,
  patchContainer,
  restart,
  rollBack,
  setEnv,
  setImage,
  setMemoryLimit,
} from './change';
import { canRollOut, resourceOf, withContext } from './kubectl';
import {
  canI,
  describeNode,
  describeObject,
  describePod,
  listKeys,
  showEndpoints,
  showEvents,
  showLogs,
  showSelected,
  showWorkload,
} from './look';

const cart = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
const why = 'Because.';

/** What a real shell would hand to kubectl. */
function wordsOf(command: string | null): string[] {
  expect(command).not.toBeNull();
  return execFileSync('sh', ['-c', `kubectl() { printf '%s\\0' "$@"; }; ${command ?? ''}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** Every builder, with one text in each place where a cluster's text goes. */
function builders(text: string): Remedy[] {
  const ref = { namespace: text, kind: 'Deployment', name: text };
  return [
    showLogs({ namespace: text, pod: text, container: text, previous: true }, why),
    describePod({ namespace: text, pod: text }, why),
    showEvents(text, ref, why),
    listKeys('Secret', text, text, why),
    listKeys('ConfigMap', text, text, why),
    describeObject(text, 'pvc', text, why),
    describeNode(text, why),
    showEndpoints(text, text, why),
    showSelected(text, text, { [text]: text }, why),
    showWorkload(ref, why),
    canI(`system:serviceaccount:${text}:${text}`, 'get', text, text, why),
    deleteBrokenPod({ namespace: text, pod: text, changed: false }),
    canI(`system:serviceaccount:${text}:${text}`, 'get', text, null, why),
    setMemoryLimit(ref, text, '256Mi', null, why),
    rollBack(ref, why, 6),
    setImage(ref, text, why),
    setEnv(ref, text, text, why),
    restart(ref, why),
    patchContainer(
      ref,
      { name: text, type: 'container' },
      { startupProbe: { httpGet: { path: text, port: 8080 } } },
      { id: 'probe', title: 't', why },
    ),
    createObject('Secret', text, text, [text], why),
    createObject('ConfigMap', text, text, [], why),
  ];
}

describe('every command', () => {
  const hostile = ['$(touch /tmp/owned)', "a'; rm -rf / #", 'a b', '`id`', '--all', '-rf', '*', '<x>', '~', '!!'];

  it.each(hostile)('gives %s to kubectl as it is', (text) => {
    for (const { id, command, verify, undo } of builders(text)) {
      for (const line of [command, verify, undo]) {
        if (line === null) continue;
        execFileSync('sh', ['-n', '-c', line]);
        expect(wordsOf(line).join(' '), id).toContain(text);
      }
    }
  });

  it.each(['-rf', '--all'])('lets no name that begins with a dash be read as an option: %s', (text) => {
    for (const { id, command } of builders(text)) {
      if (command === null) continue;
      const words = wordsOf(command);
      const end = words.indexOf('--');
      // After -n and -c any word is a value; everything else that begins with a dash must be an option of ours.
      const options = words
        .slice(0, end < 0 ? words.length : end)
        .filter((word, i) => word === text && !['-n', '-c'].includes(words[i - 1] ?? ''));
      expect(options, `${id}: ${command}`).toEqual([]);
    }
  });

  it.each(['a\nrm -rf /', 'a\u202eb', 'a\u200bb', 'a\u001b[2J'])(
    'is left out where a name could do harm when pasted: %j',
    (text) => {
      for (const { id, command, patch, verify, undo } of builders(text)) {
        expect([command, patch, verify, undo], id).toEqual([null, null, null, null]);
      }
    },
  );

  it('lists the words that a person must replace as they stand in it, and keeps them from being redirections', () => {
    for (const { command, placeholders } of builders('cart')) {
      for (const placeholder of placeholders) expect(wordsOf(command).join(' ')).toContain(placeholder);
      expect(command?.replace(/'[^']*'/g, '')).not.toMatch(/[<>]/);
    }
  });

  it('says truly whether it changes something', () => {
    const reads = new Set(['logs', 'describe', 'get', 'events', 'auth']);
    for (const { command, safety } of builders('cart')) {
      const verb = wordsOf(command).find((word, i, all) => !word.startsWith('-') && all[i - 1] !== '-n') ?? '';
      expect(safety === 'read-only').toBe(reads.has(verb));
    }
  });
});

describe('a look', () => {
  it('reads as a person would type it', () => {
    expect(showLogs({ namespace: 'shop', pod: 'cart-7d9c', container: 'app', previous: true }, why).command).toBe(
      'kubectl -n shop logs cart-7d9c -c app --previous --tail=200',
    );
    expect(showSelected('shop', 'db', { app: 'db', 'app.kubernetes.io/part-of': 'shop' }, why).command).toBe(
      'kubectl -n shop get pods -l app=db,app.kubernetes.io/part-of=shop',
    );
    expect(describeNode('ip-10-0-3-7', why).command).toBe('kubectl describe node ip-10-0-3-7');
  });

  it('at keys prints their names and no value, with a real kubectl', () => {
    const command = listKeys('ConfigMap', 'shop', 'app', why).command ?? '';
    const [, , , , , , template = ''] = wordsOf(command);
    expect(template).toMatch(/^go-template=/);
    const words = [
      'create',
      'configmap',
      'app',
      '--from-literal=HOST=not-to-be-seen',
      '--from-literal=PORT=1',
      '--dry-run=client',
    ];
    const out = execFileSync('kubectl', [...words, '-o', template], { encoding: 'utf8' });
    expect(out.trim().split('\n')).toEqual(['HOST', 'PORT']);
  }, 30_000);
});

describe('a change', () => {
  it('of a Deployment has a command, a way to see that it worked and a way back', () => {
    const remedy = setMemoryLimit(cart, 'app', '256Mi', '512Mi', why);
    expect(remedy.command).toBe('kubectl -n shop set resources deployment/cart -c app --limits=memory=512Mi');
    expect(remedy.verify).toBe('kubectl -n shop rollout status deployment/cart');
    expect(remedy.undo).toBe('kubectl -n shop rollout undo deployment/cart');
    expect(remedy.diff?.map(({ sign }) => sign).join('')).toBe('  -+');
  });

  it.each([
    ['Pod', /manifest and create it anew/],
    ['Job', /manifest and create it anew/],
    ['CronJob', /from the next Job on/],
    ['Rollout', /manifest of the Rollout/],
  ])('of a %s has no command that would fail, and says what to do instead', (kind, words) => {
    const remedy = setMemoryLimit({ ...cart, kind }, 'app', '256Mi', '512Mi', why);
    expect(remedy).toMatchObject({ command: null, verify: null, undo: null, placeholders: [] });
    expect(remedy.why).toMatch(words);
  });

  it.each([
    ['init', 'initContainers'],
    ['sidecar', 'initContainers'],
    ['container', 'containers'],
  ] as const)('by patch of a container of type %s stands in %s', (type, list) => {
    const remedy = patchContainer(
      cart,
      { name: 'app', type },
      { imagePullPolicy: 'Always' },
      { id: 'p', title: 't', why },
    );
    const meant = { [list]: [{ name: 'app', imagePullPolicy: 'Always' }] };
    expect(parse(remedy.patch ?? '')).toEqual({ spec: { template: { spec: meant } } });
  });

  it('by patch reads back as what was meant, whatever the values hold', () => {
    const path = 'a: b\n- "c" # d';
    const remedy = patchContainer(
      cart,
      { name: 'app', type: 'container' },
      { livenessProbe: { httpGet: { path: path.replace('\n', ' '), port: 8080 } } },
      { id: 'p', title: 't', why },
    );
    const meant = {
      spec: {
        template: {
          spec: { containers: [{ name: 'app', livenessProbe: { httpGet: { path: 'a: b - "c" # d', port: 8080 } } }] },
        },
      },
    };
    expect(parse(remedy.patch ?? '')).toEqual(meant);
    expect(JSON.parse(wordsOf(remedy.command).at(-1) ?? '')).toEqual(meant);
  });
});

describe('resourceOf', () => {
  it('names known kinds shortly and others with their group', () => {
    expect(resourceOf(cart)).toBe('deployment/cart');
    expect(resourceOf({ kind: 'Rollout', name: 'cart', apiVersion: 'argoproj.io/v1alpha1' })).toBe(
      'rollout.argoproj.io/cart',
    );
    expect(resourceOf({ kind: 'Widget', name: 'w' })).toBe('widget/w');
    expect(['Deployment', 'StatefulSet', 'DaemonSet'].every((kind) => canRollOut({ ...cart, kind }))).toBe(true);
  });
});

describe('withContext', () => {
  it('names the context for a shell, whatever it is called', () => {
    const command = 'kubectl -n shop get pod cart';
    expect(withContext(command, 'prod')).toBe('kubectl --context prod -n shop get pod cart');
    for (const context of ['a b', "it's", '$(id)', '$&', 'arn:aws:eks:eu-west-1:1:cluster/a']) {
      expect(wordsOf(withContext(command, context)).slice(0, 3)).toEqual(['--context', context, '-n']);
    }
  });

  it('gives no command where the name is not what it looks like', () => {
    expect(withContext('kubectl get nodes', 'prod\u202e')).toBeNull();
  });
});
