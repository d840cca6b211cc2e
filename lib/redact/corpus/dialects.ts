/** Forms of other languages, of people and of programs; and what looks like them and is none. */

import { fill, leak, p1, plainWord, word, type Leak } from './made-up';

const inOtherLanguages = [
  'contraseña=', 'contraseña: ', 'Contrasena=', 'passwort=', 'Kennwort: ', 'mot_de_passe=', 'Mot de passe : ', 'motDePasse=',
  'senha=', 'db_senha: ', 'wachtwoord=', 'lösenord=', 'adgangskode=', 'salasana=', 'hasło=', 'heslo=', 'jelszó=', 'parolă=', 'şifre=',
  'пароль: ', '密码=', '密码：', 'パスワード=', '비밀번호: ',
]; // prettier-ignore

const wordWithSecret = `Php1Secret${fill(4, 401)}`;
const half = fill(10, 402);

const wrappers: [string, string][] = [
  ['password: Some("', '")'], ['api_key: Some("', '")'], ['password: String("', '")'], ['token: Token("', '")'],
  ["password=SecretStr('", "')"], ['Password:(*string)("', '")'], ['password = Just "', '"'], ['password: &"', '"'],
  ['Config { host: "db", password: Some("', '") }'], ['password: Some(SecretString("', '"))'], ['password: Some(\n    "', '",\n),'],
  ['password: Secret { inner: "', '" }'], ["token=pydantic.SecretStr(b'", "')"], ['{"password": Some("', '")}'],
  ['["password"]=> string(12) "', '"'], ['authorization: Some("Bearer ', '")'], ['password=Optional[', ']'], ['password: Some(', ')'],
]; // prettier-ignore

const positional: [string, string][] = [
  ["#0 /app/db.php(12): PDO->__construct('mysql:host=db', 'app', '", "')"],
  ["#1 /app/db.php(12): PDO->__construct('mysql:host=db', 'app', '", "', Array)"],
  ["#2 Connector.php(70): Illuminate\\Database\\Connectors\\Connector->createPdoConnection('mysql:host=db', 'app', '", "', Array)"],
  ["Doctrine\\DBAL\\Driver\\PDOConnection->__construct('mysql:host=db', 'app', '", "', Array)"],
  ["mysqli_connect('host', 'user', '", "', 'db')"], ['mysqli_connect("host", "user", "', '", "db")'],
  ["#0 a.php(3): mysqli->__construct('host', 'user', '", "', 'db', 3306)"], ["mysqli_real_connect(Object(mysqli), 'host', 'user', '", "')"],
  ["ldap_bind(Resource id #5, 'cn=admin,dc=shop', '", "')"], ["ldap_bind(Object(LDAP\\Connection), 'dn', '", "')"],
  ["Redis->auth('", "')"], ["Predis\\Client->auth('app', '", "')"], ["ftp_login(Resource id #3, 'user', '", "')"], ["imap_open('{mail.shop:993/imap/ssl}INBOX', 'user', '", "')"],
  ["oci_connect('app', '", "', '//db.shop/x')"], ["AMQPStreamConnection->__construct('mq.shop', 5672, 'app', '", "', '/')"],
  ["PHPMailer\\SMTP->authenticate('user', '", "')"], ["phpseclib\\Net\\SFTP->login('user', '", "')"],
  ["requests.get(url, auth=('app', '", "'))"], ["HTTPBasicAuth('app', '", "')"],
]; // prettier-ignore

export const dialects: readonly Leak[] = [
  ...wrappers.map(([before, after]) =>
    leak('wrapped value', `x=1 ${before}${word}${after}\nhost=db.shop`, [word], ['host=db.shop']),
  ),
  ...inOtherLanguages.map((name) => leak('password in another language', `${name}${word}`, [word], [name])),
  ...['password\t', 'FATAL: password\t', 'db_password\t\t', 'api_key   ', 'token  \t', 'host\tdb.shop\npassword\t'].map(
    (name) => leak('column of a table', `${name}${word}\nport\t5432`, [word], [name, 'port\t5432']),
  ),
  leak('column of a table', `{"msg":"password\\t${word}"}`, [word], ['{"msg":"password']),
  leak('column of a table', `password\t${p1}\tdb.shop`, [p1], ['\tdb.shop']),
  ...positional.map(([before, after]) => leak('argument of a call', before + word + after, [word], [after])),
  leak('argument of a call', `Redis->auth('${plainWord.slice(0, 8)}')`, [plainWord.slice(0, 8)]),
  leak('php constant', `define('DB_PASSWORD', '${wordWithSecret}');`, [wordWithSecret], ["define('DB_PASSWORD', '"]),
  leak('php constant', `define( "AUTH_KEY", "${p1}" );`, [p1], ['AUTH_KEY']),
  leak('php constant', `define('DB_PASSWORD', '${plainWord}');`, [plainWord], ['DB_PASSWORD']),
  leak('setter', `os.environ.setdefault('DB_PASSWORD', '${plainWord}')`, [plainWord], ['DB_PASSWORD']),
  leak('pgpass', `db:5432:x:bob:${word}`, [word], ['db:5432:x:bob:']),
  leak(
    'pgpass',
    `db.shop:5432:*:bob:${plainWord}\n*:*:*:bob:${p1}`,
    [plainWord, p1],
    ['db.shop:5432:*:bob:', '*:*:*:bob:'],
  ),
  leak('password arrow', `password -> ${word}`, [word], ['password -> ']),
  leak('password arrow', `password => '${word}'`, [word], ['password => ']),
  leak('password arrow', `'password' => '${plainWord}', 'host' => 'db.shop'`, [plainWord], ["'host' => 'db.shop'"]),
  leak('continued line', `token=\\\n${word}`, [word], ['token=\\\n']),
  leak('continued line', `PASSWORD=\\\n  ${word}\nhost=db.shop`, [word], ['host=db.shop']),
  leak('continued line', `password=${word}\\\n${half}\nhost=db.shop`, [word, half], ['host=db.shop']),
];

/** Stays as it is, letter for letter. */
export const innocentDialects: readonly string[] = [
  'zookeeper quorum zk-1.shop:2181,zk-2.shop:2181',
  'listening on 10.0.0.4:5432:tcp',
  'registry.shop:5000/cart:1.2.3',
  'image -> registry.shop/cart:1.2.3',
  'password -> PasswordHasher.hash() in UserService',
  'the field token -> user is mapped twice',
  '$this->password->check($user)',
  "array('host' => 'db.shop', 'port' => 5432, 'charset' => 'utf8mb4')",
  "define('DB_HOST', 'db.shop:3306');",
  "define('DB_PASSWORD', getenv('DB_PASSWORD'));",
  'main.go:1234:warn:http:timeout2',
  '2026-11-21T03:00:00Z server.c:1234:info:conn:opened7',
  'worker:8080:http:GET:/health',
  'desenhado: página1',
  'arn:aws:iam::123456789012:role/cart',
  'token=\\',
  'señal: 15 recibida',
  'password: None',
  'Config { password: None, api_key: None, token: None }',
  'key: String(5)',
  'password\tis\trequired',
  'password   is required',
  'password\trequired',
  'NAME\tPASSWORD\tAGE',
  'NAME          TYPE     DATA   AGE\ndb-password   Opaque   3      5d12h',
  'default-token   kubernetes.io/service-account-token   3   5d12h',
  'NAMESPACE    NAME\ndb-password  checkout-6d4b75cb6d-hwmz4',
  'auth-token\t10.0.0.4:5432',
  'jwt\tv3.2.2+incompatible',
  'ok  \tshop/password\t0.012s',
  'token   nginx:1.25.3',
  'password   2026-11-21T03:00:00Z',
  'secret\tshop/mailer-2',
  'db-password   1h23m45s',
  "#0 /app/db.php(12): PDO->__construct('', 'app', Object(SensitiveParameterValue), Array)",
  "PDO->query('select 1', 'app', 'second')",
  "mysqli_connect('host', 'user')",
  "ldap_bind(Resource id #5, 'dn', '')",
  "Redis->connect('redis.shop', 6379)",
  'requests.get(url, auth=(user, password))',
  "connect(('app', 'orders'))",
  'unexpected token: Token(type=EOF)',
  'token: Some(token) => token',
  'unexpected token: Ident("foo")',
  'token: String("name") at line 3',
  'password = os.environ["DB_PASSWORD"]',
  'token = System.getenv("API_TOKEN")',
];
