/** Which names say that their value is a secret: "DB_PASSWORD", "x-api-key", "clientSecret"; and which only sound like it. */

import { foldLookalikes } from '../view';

/** What a telling name is about; rules for values differ by it. */
export type Noun =
  'password' | 'secret' | 'token' | 'key' | 'authorization' | 'auth' | 'cookie' | 'session' | 'signature';

/** "Password" in other languages, without accents, as look-alikes are folded before; not where `pass` is in the word. */
export const passwordElsewhere: readonly string[] = [
  'contrasena', 'senha', 'wachtwoord', 'kennwort', 'losenord', 'adgangskode', 'salasana', 'haslo', 'heslo', 'jelszo', 'parola',
  'sifre', foldLookalikes('пароль'), '密码', '密碼', 'パスワード', '비밀번호',
]; // prettier-ignore

const nouns: Record<string, Noun> = {
  password: 'password',
  passwords: 'password',
  passwd: 'password',
  passwort: 'password',
  passe: 'password',
  motdepasse: 'password',
  passphrase: 'password',
  passcode: 'password',
  pass: 'password',
  pwd: 'password',
  pw: 'password',
  userpass: 'password',
  dbpass: 'password',
  dbpassword: 'password',
  sshpass: 'password',
  pgpassword: 'password',
  mysqlpwd: 'password',
  otp: 'password',
  totp: 'password',
  psk: 'password',
  storepass: 'password',
  keypass: 'password',
  bindpw: 'password',
  rootpw: 'password',
  secret: 'secret',
  clientsecret: 'secret',
  credential: 'secret',
  credentials: 'secret',
  creds: 'secret',
  dsn: 'secret',
  token: 'token',
  authtoken: 'token',
  accesstoken: 'token',
  jwt: 'token',
  bearer: 'token',
  csrftoken: 'token',
  apikey: 'key',
  appkey: 'key',
  accesskey: 'key',
  secretkey: 'key',
  privatekey: 'key',
  accountkey: 'key',
  sharedaccesskey: 'key',
  authkey: 'key',
  masterkey: 'key',
  encryptionkey: 'key',
  authorization: 'authorization',
  auth: 'auth',
  authentication: 'auth',
  cookie: 'cookie',
  cookies: 'cookie',
  session: 'session',
  sid: 'session',
  sessionid: 'session',
  jsessionid: 'session',
  phpsessid: 'session',
  sessid: 'session',
  signature: 'signature',
  sig: 'signature',
};

/** "key" alone says nothing; with one of these before it, it does. */
const keyOwners = new Set(
  (
    'api access secret private signing sign encryption encrypt crypto account master auth shared service storage ssh hmac aes deploy ' +
    'consumer subscription instrumentation license app application admin root webhook session cookie client jwt token rsa tls ' +
    'read write publishable restricted functions function'
  ).split(' '),
);

/** Words after a telling noun with which the value is about the secret, not the secret. */
const harmless = new Set(
  (
    'name names ref refs reference file files filename path paths dir directory url urls uri endpoint endpoints type types expiry expires expire expired ' +
    'expiration expiring exp ttl timeout age count counts limit limits length size len bytes policy policies enabled enable disabled disable ' +
    'required require mode modes method methods provider providers version versions review reviews audience audiences issuer issuers scope scopes ' +
    'domain header headers prefix suffix format field fields env environment var variable controller manager store stores storage mount mounts ' +
    'volume class kind namespace status state error errors failed failures usage used rate total per index id ids identifier algorithm alg ' +
    'request requests response responses service services server servers host port client user username account role rotation rotated ' +
    'generator validator handler module plugin backend source sources resolver cache cached checker prompt hint help reset recovery ' +
    'change changed changes strength min max minimum maximum at seconds ms duration interval time date created updated exists present ' +
    'found missing valid invalid auto automount operator engine list lists set sets webhook webhooks loader reader writer informer lister reflector ' +
    'and or for from in is not was template templates selector label labels annotation annotations checksum fingerprint identity'
  ).split(' '),
);

const idPairs = new Set(['secret', 'session']);

/** "DB_PASSWORD", "dbPassword", "db-password", "db.password" → ["db", "password"]. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

export interface Telling {
  noun: Noun;
  /** True for a bare "secret" or one in Kubernetes' sense: its value may be an object's name. */
  maybeName: boolean;
}

const objectWords = new Set([
  'pull',
  'image',
  'tls',
  'k8s',
  'kubernetes',
  'kube',
  'target',
  'source',
  'volume',
  'object',
]);

const elsewhere = new RegExp(`(?<![a-z])(?:${passwordElsewhere.join('|')})(?![a-z])`, 'gi');

/** What a name tells of its value; null where it tells nothing, as "key", "tokenCount", "secretName", "password_file". */
export function tellingName(name: string): Telling | null {
  const words = wordsOf(name.slice(-120).replace(elsewhere, ' password '));
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const word = (words[at] ?? '').replace(/\d+$/, '');
    const before = words[at - 1] ?? '';
    if (word === 'id' && idPairs.has(before)) {
      return { noun: before === 'secret' ? 'secret' : 'session', maybeName: false };
    }
    if (harmless.has(word)) return null;
    const isKey = (word === 'key' || word === 'keys') && keyOwners.has(before);
    const noun = isKey ? 'key' : nouns[word];
    if (noun === undefined) {
      if (word === 'string' && before === 'connection') return { noun: 'secret', maybeName: false };
      if (word === 'assertion' && before === 'client') return { noun: 'token', maybeName: false };
      continue;
    }
    if (noun === 'auth' && at !== words.length - 1) return null;
    // "pass=12 fail=0" counts tests: alone, it is a secret only where its value does not look like a number.
    if (word === 'pass' && words.length === 1) return { noun: 'token', maybeName: false };
    const maybeName = word === 'secret' && (at === 0 || objectWords.has(before));
    return { noun, maybeName };
  }
  return null;
}
