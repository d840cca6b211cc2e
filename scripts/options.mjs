// The options of `npm start -- …`. Names are those of lib/config/settings.ts; a test holds them together.
import { parseArgs } from 'node:util';
import { StepError } from './steps.mjs';

/** Option → the key that it has in the configuration. */
export const optionKeys = {
  recording: 'recording',
  sample: 'sample',
  kubeconfig: 'kubeconfig',
  context: 'contexts',
  namespace: 'namespaces',
  host: 'host',
  port: 'port',
};

export const help = `Unloop tells why the pods of a Kubernetes cluster do not stay up.

  npm start                              watch the cluster of your kubeconfig, or open the sample
  npm start -- --recording dump.tar.gz   open a support bundle, a cluster dump, or kubectl's YAML or JSON

  --recording <file or folder>  open this recording
  --sample                      open the sample cluster, whatever kubeconfig there is
  --kubeconfig <file>           watch the cluster of this kubeconfig
  --context <name>              use this context of it (may be given again, or as a,b; '*' is all there are)
  --namespace <name>            watch this namespace only (may be given again, or as a,b)
  --host <address>              listen on this address (127.0.0.1)
  --port <number>               listen on this port (3000)
  --help                        show this

Settings in the environment (UNLOOP_PORT, UNLOOP_DATA, …) are in the README.`;

/**
 * Options as text by configuration key, or { help: true }. Throws StepError with the right line where npm swallowed the
 * options: without the two dashes it takes \`--recording\` for its own and passes a bare \`x\` on.
 */
export function parseOptions(args, env) {
  const swallowed = Object.keys(optionKeys).filter((name) => env[`npm_config_${name}`] !== undefined);
  const options = Object.fromEntries(Object.keys(optionKeys).map((name) => [name, { type: 'string', multiple: true }]));
  options.sample = { type: 'boolean' };
  options.help = { type: 'boolean', short: 'h' };
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new StepError(`${error.message.split('. ')[0]}.\n\n${help}`);
  }
  const { values, positionals } = parsed;
  if (values.help) return { help: true };
  if (swallowed.length > 0 || positionals.length > 0) {
    const name = swallowed[0] ?? 'recording';
    const given = positionals[0] ?? (env[`npm_config_${name}`] === 'true' ? '' : (env[`npm_config_${name}`] ?? ''));
    const what = swallowed.length > 0 ? `npm kept --${name} for itself` : `"${positionals[0]}" is not an option`;
    throw new StepError(`${what}. Options stand after two dashes:\n\n  npm start -- --${name} ${given}`.trimEnd());
  }
  const entries = Object.entries(values).map(([name, value]) => [optionKeys[name], textOf(name, value)]);
  return { options: Object.fromEntries(entries) };
}

function textOf(name, value) {
  if (typeof value === 'boolean') return String(value);
  if (value.length > 1 && name !== 'namespace' && name !== 'context')
    throw new StepError(`--${name} was given ${value.length} times.`);
  return value.join(',');
}
