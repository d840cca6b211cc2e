/** kubectl on the throw-away cluster of these tests. The product itself never writes; its tests have to. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The cluster that the test command chose. */
export const kubeconfig = process.env['UNLOOP_TEST_KUBECONFIG'] ?? '';

export async function kubectl(...words: string[]): Promise<string> {
  const { stdout } = await run('kubectl', ['--kubeconfig', kubeconfig, ...words], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

export async function apply(manifest: string): Promise<void> {
  const child = run('kubectl', ['--kubeconfig', kubeconfig, 'apply', '-f', '-']);
  child.child.stdin?.end(manifest);
  await child;
}
