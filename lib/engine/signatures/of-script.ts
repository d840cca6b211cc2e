/** Tells what a start script complained of and went on from: it did not end a program that has an end of its own. */

import type { CauseId } from '../../model/causes';
import type { LogDigest, LogHit } from '../../model/log';
import { isAside } from './aside';
import { isSignal, saidBy, textAt } from './decisive';

/** Lines after a trace that may still be said: by the shell that started the program, by a supervisor. */
const lastLines = 6;

/** A shell names its script and the line; what a program starts by system() says `sh:` alone, and may be why it ends. */
const ofShell = /^(?:\S{0,120}\/)?[\w.-]{1,80}: (?:line )?\d{1,5}: /;
const bareShell = /^(?:\/\S{0,100}\/)?(?:ba|da|a|z|k)?sh: /;
/** The tools of a script put their own name before what they say. */
const ofTool =
  /^(?:\/\S{0,100}\/)?(?:chown|chmod|chgrp|mkdir|touch|rm|cp|mv|ln|cat|install|tee|sed|find|ls|curl|wget|nc|sysctl|ulimit): /;
/** How the program goes on without it, in the words of the line itself. */
const goesWithout =
  /[,;:.(-] ?\b(?:using(?! password)|defaults? to|defaulting to|falling back|skipping|ignor(?:ed|ing)|continuing|(?:[\w-]{1,30} ){1,4}(?:is |are |will be )?(?:disabled|skipped))\b/i;

function isLink(last: string, { captures }: LogHit): boolean {
  const { command, file, path } = captures;
  return [command, file, path].some((name) => name !== undefined && name !== '' && last.includes(name));
}

function isOfScript(text: string, inShell: boolean): boolean {
  if (ofTool.test(text) || goesWithout.test(text)) return true;
  return bareShell.test(text) ? inShell || ofShell.test(text.replace(bareShell, '')) : ofShell.test(text);
}

/** What a program ends for by itself, whatever its script did before: none of these follows from a missing command or a refused file as such. */
const ofProgram: ReadonlySet<CauseId> = new Set<CauseId>([
  'missing-env-var',
  'config-invalid',
  'db-migration-failing',
  'dns-failure',
  'dependency-unreachable',
  'tls-certificate-error',
  'port-in-use',
  'rbac-forbidden',
]);
/** What a script may go on from, where it says no more than that. */
const ofStep: ReadonlySet<CauseId> = new Set<CauseId>([
  'command-not-found',
  'permission-denied',
  'read-only-filesystem',
]);

/** Commands that make what a program is given: its settings, its variables, its certificates. */
const makesSettings =
  /(?:^|\/)(?:envsubst|gomplate|confd|consul-template|dockerize|ytt|jq|yq|[gm]?awk|sed|tr|cut|grep|cat|base64|openssl|keytool|update-ca-\w+|vault|op|sops|aws|gcloud|az|kubectl|curl|wget|hostname|uuidgen|date|python\d?|perl|node|envdir|dotenv|xmlstarlet|crudini)$/;
const ofSettings: ReadonlySet<CauseId> = new Set<CauseId>([
  'missing-env-var',
  'config-invalid',
  'tls-certificate-error',
]);
/** Files from which they are read. */
const settingsFile = /env|conf|setting|secret|cred|token|key|cert|ssl|tls|propert|\.(?:ya?ml|json|toml|ini|xml)$/i;
/** Commands that set up the schema. */
const setsUpSchema =
  /migrat|alembic|flyway|liquibase|goose|dbmate|prisma|knex|atlas|psql|mysql|sqlite|rake|rails|bundle|artisan|php|npx|python|node/i;
/** By which names are resolved. */
const resolverFile = /\/etc\/(?:hosts|resolv\.conf|nsswitch\.conf)\b/;
/** The same container: what does not listen there may be what the script could not start. */
const itself = /\blocalhost\b|\b127\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\[?::1\]?|\bunix\b|\.sock\b/;

/** Whether the end may follow from the step that failed, although it does not name it. */
function mayFollow(step: LogHit, text: string, end: LogHit, last: string): boolean {
  const { command, file, path } = step.captures;
  const cause = end.cause ?? 'unknown';
  if (cause === 'dependency-unreachable' && itself.test(last)) return true;
  if (step.cause === 'command-not-found') {
    const name = command ?? file ?? '';
    if (name === '') return true;
    if (ofSettings.has(cause)) return makesSettings.test(name);
    return cause === 'db-migration-failing' && setsUpSchema.test(name);
  }
  if (cause === 'dns-failure' || cause === 'dependency-unreachable') return resolverFile.test(text);
  const refused = path ?? file ?? '';
  // What should stand beside it may have failed with it.
  const folder = /^(\/.+)\/[^/]+$/.exec(refused)?.[1];
  return (folder !== undefined && last.includes(`${folder}/`)) || (ofSettings.has(cause) && settingsFile.test(refused));
}

/** The last word of the program itself, where it names a narrow cause; null where a signal ended it, or the script said it. */
function ownEnd(digest: LogDigest, inShell: boolean): LogHit | null {
  const end = digest.hits.findLast(({ cause, weight, level }) => {
    return cause !== null && weight !== 'noise' && level === undefined;
  });
  if (!end?.cause || !ofProgram.has(end.cause) || digest.lines - end.endLine > lastLines) return null;
  if (isOfScript(textAt(digest, end.line), inShell)) return null;
  return digest.hits.some((hit) => hit.line < end.line && isSignal(digest, hit)) ? null : end;
}

/** Steps of the script that the program's own narrow end does not follow from, and what the program said that it does without. */
function withoutSteps(digest: LogDigest, inShell: boolean): LogDigest {
  const end = ownEnd(digest, inShell);
  if (end === null) return digest;
  const last = textAt(digest, end.line);
  const isGoneOn = (hit: LogHit): boolean => {
    if (hit.cause === null || hit.cause === end.cause || hit.endLine >= end.line || isLink(last, hit)) return false;
    const text = textAt(digest, hit.line);
    if (goesWithout.test(text)) return true;
    // The program may have asked a shell itself; its own end of another matter tells that it lived through that too.
    if (!ofStep.has(hit.cause) || hit.weight !== 'error' || !isOfScript(text, true)) return false;
    return !mayFollow(hit, text, end, last);
  };
  const hits = digest.hits.filter((hit) => !isGoneOn(hit));
  return hits.length === digest.hits.length ? digest : { ...digest, hits };
}

/**
 * That log without what was gone on from before the program's own uncaught end. A shell ends with 127 or 126 where its last
 * command is not there or may not be run (signals §5.2); with another code, and a trace or a panic behind its complaint, it
 * had gone on. A last word that names the same thing, or is about its surroundings, may follow from it: then it stays. So it is where
 * the program's own last word names a cause of its own.
 *
 * @param inShell the container itself runs `sh -c`, which names no script.
 */
export function withoutGoneOn(digest: LogDigest, inShell: boolean): LogDigest {
  const end = digest.hits.findLast(
    (hit) => hit.cause === 'app-error-uncaught' && hit.weight === 'fatal' && digest.lines - hit.endLine <= lastLines,
  );
  if (end === undefined) return withoutSteps(digest, inShell);
  const last = saidBy(digest, end);
  const isGoneOn = (hit: LogHit): boolean => {
    if (hit.weight !== 'error' || hit.cause === null || hit.cause === end.cause) return false;
    // The last command of a shell tells its code: what else failed behind the trace may have been the end.
    const isNotFound = hit.cause === 'command-not-found';
    if (hit.endLine >= end.line && !(isNotFound && hit.line > end.endLine)) return false;
    const text = textAt(digest, hit.line);
    return isOfScript(text, inShell) && !isLink(last, hit) && isAside(hit, text, last, true);
  };
  const hits = digest.hits.filter((hit) => !isGoneOn(hit));
  return hits.length === digest.hits.length ? digest : { ...digest, hits };
}
