/** What the program itself logs of the check that its probe asks for: which one fails, and why. */

import { z } from 'zod';
import type { LogDigest, LogLine } from '../../../model/log';
import type { Probe } from '../../../model/pod-spec';
import { plural } from '../../../format/count';
import { lineEvidence } from '../../evidence';
import { spanMs, type ContainerView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { readStatement } from '../../signatures/structured';
import { long, short } from '../log-rule';

export interface OwnWords {
  digest: LogDigest;
  line: LogLine;
  /** How many kept lines of this run say the same. */
  count: number;
  /** The statement in one line: "health check failed: queue-consumer: no heartbeat". */
  said: string;
  /** The check that it names, with its reason; null where it only says that one failed. */
  named: string | null;
}

const aboutHealth =
  /\b(?:health|liveness|readiness|startup|ready)[ _-]?(?:check|probe|indicator)s?\b|\bhealthz\b|\bunhealthy\b|\bnot (?:yet )?(?:healthy|ready)\b/i;
const complains =
  /\b(?:fail(?:s|ed|ing|ure)?|error|unhealthy|not|down|timed? ?out|exhausted|refused|unavailable|degraded)\b/i;
/** "check queue-consumer failed", "health check 'db' failed". */
const namedInText =
  /\bcheck(?:er)?[ :=]+["'`]?([A-Za-z][\w./-]{1,60})["'`]? (?:failed|is (?:failing|down|unhealthy)|error)/i;
/** The line of an access log repeats what the kubelet says already. */
const access = /\bHTTP\/[12](?:\.\d)?"? \d{3}\b/;

const structured = z.looseObject({
  msg: z.string().optional(),
  message: z.string().optional(),
  check: z.string().optional(),
  component: z.string().optional(),
  dependency: z.string().optional(),
  subsystem: z.string().optional(),
  error: z.string().optional(),
  err: z.string().optional(),
  reason: z.string().optional(),
});

function parsed(text: string): z.infer<typeof structured> | null {
  if (!text.startsWith('{')) return null;
  try {
    return structured.parse(JSON.parse(text));
  } catch {
    return null; // cut in the middle, or other types: it is read as text
  }
}

function statementOf(text: string): Pick<OwnWords, 'said' | 'named'> {
  const fields = parsed(text);
  if (!fields) {
    const said = readStatement(text).texts[0] ?? text;
    return { said, named: namedInText.exec(said)?.[1] ?? null };
  }
  const check = fields.check ?? fields.component ?? fields.dependency ?? fields.subsystem;
  const why = fields.error ?? fields.err ?? fields.reason;
  const said = [fields.msg ?? fields.message, check, why].filter((part) => part !== undefined && part !== '');
  return { said: said.join(': '), named: check === undefined ? null : [check, why].filter(Boolean).join(': ') };
}

/** A complaint about health, or one that names the path that the probe asks. */
function speaksOf(text: string, path: string | null): boolean {
  if (access.test(text)) return false;
  const { level } = readStatement(text);
  if (level === 'debug' || level === 'info') return false;
  if (level === null && !complains.test(text)) return false;
  return aboutHealth.test(text) || (path !== null && text.includes(path));
}

/** A line counts where it was said within the time that a probe takes to give up, and a stop. */
function near(line: LogLine, probe: Probe, untilAt: string | null, graceMs: number): boolean {
  const before = spanMs(line.at, untilAt);
  const window = (probe.failureThreshold + 1) * Math.max(probe.periodSeconds, probe.timeoutSeconds) * 1000;
  return before === null || (before >= -5_000 && before <= window + graceMs);
}

/**
 * The program's newest complaint about its own health in the run that the probe found failing; null where it has none.
 *
 * @param instance which log; `untilAt` when that run ended, null where it still runs: the log's own end counts then.
 */
export function ownWords(
  container: ContainerView,
  probe: Probe | null,
  run: { instance: 'current' | 'previous'; untilAt: string | null; graceSeconds?: number | null },
): OwnWords | null {
  const digest = container.logs.find((log) => log.instance === run.instance) ?? container.logs[0];
  if (!digest || !probe) return null;
  const path = probe.httpGet && probe.httpGet.path.length > 1 ? probe.httpGet.path : null;
  const until = run.untilAt ?? digest.lastAt;
  const lines = digest.excerpt.filter(
    (line) => speaksOf(line.text, path) && near(line, probe, until, (run.graceSeconds ?? 30) * 1000),
  );
  const line = lines.at(-1);
  if (!line) return null;
  const statement = statementOf(line.text);
  const count = lines.filter((other) => statementOf(other.text).said === statement.said).length;
  return { digest, line, count, ...statement };
}

/** The line beside the kill: what the program says of the same check. */
export function ownWordsClaim(words: OwnWords | null): DraftClaim[] {
  const evidence = words && lineEvidence(words.digest, words.line.n);
  if (!words || !evidence) return [];
  const often = words.count > 1 ? ` (${plural(words.count, 'line')} of this run)` : '';
  const text =
    words.named === null
      ? `Its own log says of that check: ${long(words.said)}${often}.`
      : `Its own log names the check that fails: ${long(words.named)}${often}.`;
  return [{ text, evidence: [evidence] }];
}

/** For a headline: ": queue-consumer: no heartbeat" in few words, where a check is named. */
export function ownWordsHeadline(words: OwnWords | null): string[] {
  const named = words?.named ?? null;
  return named === null ? [] : [`, and its log names the check: ${short(named)}`];
}
