/** The decisive words of a message that the kubelet, a plugin or the runtime wrapped again and again (signals §1.4, §3.3, §3.6). */

import { oneLine, short } from '../log-rule';

/** How much of a message a headline has room for. */
const room = 80;
/** The kubelet's own messages end at 1 KiB, a container's at 12; what decides stands at the end. */
const longest = 2_048;

/** What `mount` printed, behind its command; what a secret store answered, behind its address. */
const printed: readonly RegExp[] = [
  /^Output: (?:Running (?:scope )?as unit.{0,200}\n)?(?<words>.{1,400})/m,
  /(?<words>Code: \d{3}\. Errors:\s{1,9}\* .{1,400})/,
];

/** What the kernel answers of a file or a device. */
const kernelSays =
  /^(?:no such (?:file or directory|device)|permission denied|operation not permitted|not a directory|read-only file system)$/i;

/** It names the volume once more. */
const multiAttach = /^Multi-Attach error for volume "[^"]{1,300}" /;

/** A hook says what it does, and last what failed. */
function lastOfStderr(message: string): string | undefined {
  const [, said] = message.split('stderr: ', 2);
  return said
    ?.trim()
    .split('\n')
    .at(-1)
    ?.replace(/: unknown$/, '');
}

/** Without the quotes and brackets that were opened in what is left out. */
function closed(text: string): string {
  const end = /(?:\\{0,4}"){1,4}[}\])]{0,4}$/.exec(text);
  if (end === null) return text;
  const said = text.slice(0, end.index);
  return said.split('"').length % 2 === 0 ? `${said}"` : said;
}

/**
 * The end of a chain of messages, as much of it as a headline holds: an outer part says only who wrapped the inner one.
 *
 * @param message as the cluster gives it, without its own introduction ("Failed to create pod sandbox: ").
 */
export function innermost(message: string): string {
  const inner =
    message
      .slice(-longest)
      .replace(/: unknown$/, '')
      .replace(multiAttach, 'Multi-Attach error, ')
      .split(/rpc error: code = \w+ desc = /)
      .at(-1) ?? message;
  const words = printed.map((pattern) => pattern.exec(inner)?.groups?.['words']).find((found) => found !== undefined);
  const chain = oneLine((words ?? lastOfStderr(inner))?.replace(/\s+/g, ' ') ?? inner).split(': ');
  let left: string | undefined;
  while (chain.length > 1 && chain.join(': ').length > room) left = chain.shift();
  // The kernel's answer alone says not of what: that stands quoted at the end of what is left out.
  const named = chain.length === 1 ? /"[^"\\]{1,60}"$/.exec(left ?? '')?.[0] : undefined;
  if (named !== undefined && kernelSays.test(chain[0] ?? '')) chain.unshift(named);
  return short(closed(chain.join(': ')));
}
