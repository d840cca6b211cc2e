/** Tells what a program went on without from what its last word is about. */

import type { LogHit } from '../../model/log';

/** What is sent beside the work, to watch it: no program ends because its traces or counts are not taken. 4317 and 4318 are OTLP's ports. */
const telemetry =
  /\b(?:open-?telemetry|otel|otlp|jaeger|zipkin|statsd|dogstatsd|ddtrace|datadog|sentry|newrelic|new relic|rollbar|bugsnag|honeycomb|telemetry|push ?gateway|(?:traces?|spans?|metrics?) ?(?:exporter|export|push|flush|upload)\w*|export\w* (?:of )?(?:traces?|spans?|metrics?)|usage (?:report|statistics|data)|analytics)\b|:431[78]\b/i;

/** Words that an end without a reason of its own is made of: "failed to start the application, exiting". */
const bare =
  /^(?:fatal|panic|error|errors|exception|runtime|err|failed|failure|fail|could|cannot|can|not|unable|unsuccessful|refus\w+|exit\w*|abort\w*|quit\w*|stop\w*|shut\w*|shutdown|down|terminat\w+|bail\w*|giv\w+|out|end\w*|crash\w*|start\w*|restart\w*|run|running|boot\w*|bootstrap\w*|launch\w*|init\w*|setup|set|load\w*|creat\w+|process\w*|program|app|application|applications|server|service|services|daemon|main|worker|workers|manager|controller|component|module|system|critical|unexpected\w*|unhandled|uncaught|rejection|promise|something|went|wrong|happen\w*|occur\w*|encounter\w*|see|above|logs?|details|code|status|signal|the|and|due|because|with|while|during|after|for|from|has|had|was|is|are|been|this|that|internal|illegal|state|invalid|value|argument|assert\w*|nil|null|undefined|unknown|none|time|level|msg|message|caller|logger|warn|warning|info)$/i;

/** Words of a program that is about its surroundings, whichever part of them it means. */
const surroundings =
  /connect|database|\bdb\b|sql|postgres|mongo|redis|kafka|rabbit|amqp|broker|elastic|cache|queue|backend|upstream|depend|\bpeers?\b|host|\bdns\b|network|socket|http|grpc|\brpc\b|\bapi\b|client|session|\bpool\b|cluster|remote|endpoint|reach|respon[ds]|availab|time[d ]?-?out|deadline|attempt|\btr(?:y|ies|ied)\b|retr|\bwait|ready|health|stor(?:e|age)|migrat|(?<!un)resolv|unresolved|lookup|certificate|x509|\btls\b|\bssl\b|handshake|trust|permi|denied|access|allow|forbidden|unauthori|write|read|open|file|director|folder|disk|volume|mount|path/i;

/** A package is not what is said. */
function withoutPackages(text: string): string {
  return text.replace(/\b(?:[a-z]\w{0,40}\.){1,12}(?=[A-Z])/g, '');
}

/** Whether a line is of what watches the program, not of its work. */
export function isTelemetry(text: string): boolean {
  return telemetry.test(text);
}

function wordsOf(text: string): string[] {
  return (
    withoutPackages(text)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .match(/[A-Za-z]{3,}/g) ?? []
  ).map((word) => word.toLowerCase());
}

/**
 * Whether an error that stands near the last word of a program is beside the point: it only warned of it, or it is of what
 * watches the program, or it was outlived (work was done between the two, or the error came after that
 * word: a hook, an exporter that is flushed), and the last word has a reason of its own that shares nothing with it. Where
 * that is not clear it is not aside. `text` is the line of the error, `last` what the program said in the end.
 */
export function isAside(error: LogHit, text: string, last: string, isOutlived: boolean): boolean {
  if (error.level === undefined && !isOutlived && !isTelemetry(text)) return false;
  if (surroundings.test(withoutPackages(last))) return false;
  const own = wordsOf(last).filter((word) => !bare.test(word));
  const said = new Set(wordsOf(text));
  return own.length > 0 && !own.some((word) => said.has(word));
}
