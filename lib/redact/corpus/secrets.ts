/**
 * Made-up secrets in the forms they leak in. None is a literal: each is filled from a small generator, so that no scanner
 * takes this file for a leak, and none was ever valid.
 */

export interface Leak {
  /** What kind of secret it is, for the count. */
  kind: string;
  text: string;
  /** Must not be in the result, nor any eight characters of it in a row. */
  secrets: string[];
  /** Must still be there. */
  keep: string[];
}

const alphabets = {
  alnum: 'aB3dE5gH7jK9mN1pQ4sT6vW8yZ2cF0xR',
  lower: 'a3c5e7g9j1k4m6p8q2r0t3v5x7z9',
  upper: 'A3C5E7G9J2K4M6P7Q2R3T4V5X7Z6',
  hex: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  digits: '8203745196',
};

/** So many characters of an alphabet, different for each seed. */
function fill(length: number, seed: number, alphabet: keyof typeof alphabets = 'alnum'): string {
  const letters = alphabets[alphabet];
  let state = seed * 2654435761 + 12345;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return letters[(state >>> 16) % letters.length] ?? 'x';
  }).join('');
}

/** A JSON part of a token: `eyJ…`, as every JWT begins. */
const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_');
const jwt = (seed: number) =>
  `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: `u${seed}`, exp: 1790000000 })}.${fill(43, seed)}`;

/** Kind and token, one of each form that tells itself. */
const tokens: [string, string][] = [
  ['aws access key', `AKIA${fill(16, 1, 'upper')}`],
  ['aws temporary key', `ASIA${fill(16, 2, 'upper')}`],
  ['aws session token', `IQoJb3JpZ2lu${fill(120, 3)}`],
  ['google api key', `AIza${fill(35, 4)}`],
  ['google oauth token', `ya29.${fill(60, 5)}`],
  ['google client secret', `GOCSPX-${fill(28, 6)}`],
  ['azure client secret', `${fill(3, 7)}8Q~${fill(34, 8)}`],
  ['github token', `ghp_${fill(36, 9)}`],
  ['github server token', `ghs_${fill(36, 10)}`],
  ['github fine-grained token', `github_pat_${fill(22, 11)}_${fill(59, 12)}`],
  ['gitlab token', `glpat-${fill(20, 13)}`],
  ['gitlab runner token', `glrt-${fill(20, 14)}`],
  ['slack bot token', `xoxb-${fill(12, 15, 'digits')}-${fill(12, 16, 'digits')}-${fill(24, 17)}`],
  ['slack app token', `xapp-1-A${fill(10, 18, 'upper')}-${fill(13, 19, 'digits')}-${fill(64, 20, 'hex')}`],
  ['stripe secret key', `sk_live_${fill(24, 21)}`],
  ['stripe restricted key', `rk_test_${fill(24, 22)}`],
  ['webhook signing secret', `whsec_${fill(32, 23)}`],
  ['npm token', `npm_${fill(36, 24)}`],
  ['pypi token', `pypi-AgEIcHlwaS5vcmc${fill(60, 25)}`],
  ['rubygems key', `rubygems_${fill(48, 26, 'hex')}`],
  ['docker hub token', `dckr_pat_${fill(27, 27)}`],
  ['vault token', `hvs.${fill(24, 28)}`],
  ['terraform token', `${fill(14, 29)}.atlasv1.${fill(64, 30)}`],
  ['sendgrid key', `SG.${fill(22, 31)}.${fill(43, 32)}`],
  ['mailgun key', `key-${fill(32, 33, 'hex')}`],
  ['mailchimp key', `${fill(32, 34, 'hex')}-us12`],
  ['twilio key', `SK${fill(32, 35, 'hex')}`],
  ['telegram token', `${fill(9, 36, 'digits')}:AA${fill(33, 37)}`],
  ['discord token', `MT${fill(24, 38)}.${fill(6, 39)}.${fill(32, 40)}`],
  ['model api key', `sk-proj-${fill(40, 41)}`],
  ['hub token', `hf_${fill(34, 42)}`],
  ['digitalocean token', `dop_v1_${fill(64, 43, 'hex')}`],
  ['shopify token', `shpat_${fill(32, 44, 'hex')}`],
  ['databricks token', `dapi${fill(32, 45, 'hex')}`],
  ['new relic key', `NRAK-${fill(27, 46, 'upper')}`],
  ['grafana token', `glsa_${fill(32, 47)}_${fill(8, 48, 'hex')}`],
  ['sentry token', `sntryu_${fill(64, 49, 'hex')}`],
  ['atlassian token', `ATATT3xFfGF0${fill(60, 50)}`],
  ['postman key', `PMAK-${fill(24, 51, 'hex')}-${fill(34, 52, 'hex')}`],
  ['linear key', `lin_api_${fill(40, 53)}`],
  ['tailscale key', `tskey-auth-${fill(12, 54)}-${fill(32, 55)}`],
  ['age key', `AGE-SECRET-KEY-1${fill(58, 56, 'upper')}`],
  ['json web token', jwt(57)],
  ['bcrypt hash', `$2b$12$${fill(53, 58)}`],
  ['crypt hash', `$6$${fill(16, 59)}$${fill(86, 60)}`],
  ['dynatrace token', `dt0c01.${fill(24, 61, 'upper')}.${fill(64, 62, 'upper')}`],
];

const place = 'orders-db.shop.svc:5432';

/** The awkward forms of security §2, taken in turn so that each token is met in three of them. */
const wraps: ((token: string) => Pick<Leak, 'text'>)[] = [
  (token) => ({ text: `2026-11-21T03:12:44Z INFO calling ${place} with ${token} (attempt 3)` }),
  (token) => ({ text: JSON.stringify({ level: 'error', target: place, credential_used: token }) }),
  (token) => ({
    text: JSON.stringify({ target: place, body: JSON.stringify({ nested: JSON.stringify({ t: token }) }) }),
  }),
  (token) => ({ text: `GET http://${place}/v1?x=1&t=${encodeURIComponent(token)}&y=2 401` }),
  (token) => ({ text: `panic: dial ${place}: env dump ${btoa(`A_TOKEN=${token}\n`)} end` }),
  (token) => ({ text: `curl -H 'Authorization: Bearer ${token}' http://${place}/` }),
  (token) => ({ text: `args: ["--server=${place}", "--token=${token}"]` }),
  (token) => ({ text: `args:\n  - --server=${place}\n  - --token\n  - ${token}\n  - --v=2` }),
  (token) => ({ text: `env:\n- name: API_TOKEN\n  value: ${token}\n- name: TARGET\n  value: ${place}` }),
  (token) => ({ text: `server ${place} said: X-Api-Key: ${token}\r\nHost: a`.replace('\r', '') }),
  (token) => ({ text: `${place} refused ${token.slice(0, 19)}\n${token.slice(19)} as credential` }),
];

/** Forms that a token without a letter of its own at the cut cannot be put together from: hashes and keys with $ in them. */
const splitAt = wraps.length - 1;

const wrapped: Leak[] = tokens.flatMap(([kind, token], index) =>
  [0, 4, 7].map((step) => {
    const at = (index + step) % wraps.length;
    const wrap = wraps[at === splitAt && !/^[A-Za-z0-9_-]{25,}$/.test(token) ? 0 : at];
    return { kind, secrets: [token], keep: [place], text: wrap?.(token).text ?? '' };
  }),
);

const pw = (seed: number) => `${fill(5, seed)}!${fill(6, seed + 1)}`;
const p1 = pw(101);
const p2 = pw(103);
const word = `hunter${fill(6, 105)}`;
const plainWord = 'correcthorsebattery';
const user = 'svc-orders';
const pem = Array.from({ length: 6 }, (_, i) => fill(64, 200 + i));
const dashes = '-----';
const beginKey = (type: string) => `${dashes}BEGIN ${type}PRIVATE KEY${dashes}`;
const endKey = (type: string) => `${dashes}END ${type}PRIVATE KEY${dashes}`;
const uuid = `${fill(8, 110, 'hex')}-${fill(4, 111, 'hex')}-4${fill(3, 112, 'hex')}-8${fill(3, 113, 'hex')}-${fill(12, 114, 'hex')}`;

function leak(kind: string, text: string, secrets: string[], keep: string[] = []): Leak {
  return { kind, text, secrets, keep };
}

const connections: Leak[] = [
  leak(
    'postgres url',
    `dial postgres://${user}:${word}@db.shop:5432/orders?sslmode=disable failed`,
    [word, user, 'orders?'],
    ['postgres://', '@db.shop:5432/', 'sslmode=disable', 'failed'],
  ),
  leak('postgres url', `postgres://u:p@${word}/x@db.shop:5432/orders`, [word], ['@db.shop:5432/']),
  leak('postgres url', encodeURIComponent(`postgres://${user}:${word}@db.shop:5432/orders`), [word], ['db.shop']),
  leak(
    'mysql url',
    `mysql+pymysql://${user}:${word}@10.0.3.7:3306/orders: Can't connect`,
    [word, user],
    ['10.0.3.7:3306', "Can't connect"],
  ),
  leak(
    'mongodb url',
    `mongodb+srv://${user}:${word}@cluster0.abcde.example.net/orders?retryWrites=true`,
    [word],
    ['cluster0.abcde.example.net', 'retryWrites=true'],
  ),
  leak(
    'mongodb url',
    `mongodb://${user}:${word}@m-0.m:27017,m-1.m:27017/orders?replicaSet=rs0`,
    [word],
    ['m-0.m:27017,m-1.m:27017', 'replicaSet=rs0'],
  ),
  leak('redis url', `redis://:${word}@redis.shop:6379/0 connection refused`, [word], ['redis://', 'redis.shop:6379/0']),
  leak('amqp url', `amqp://guest:${word}@rabbit.mq:5672/%2f`, [word], ['rabbit.mq:5672']),
  leak('clickhouse url', `clickhouse://${user}:${word}@ch.data:9000/events`, [word], ['ch.data:9000']),
  leak('sql server url', `sqlserver://sa:${word}@mssql:1433?database=orders`, [word], ['mssql:1433']),
  leak(
    'jdbc url',
    `jdbc:postgresql://db.shop:5432/orders?user=${user}&password=${word}`,
    [word, user],
    ['jdbc:postgresql://db.shop:5432/'],
  ),
  leak(
    'jdbc url',
    `jdbc:sqlserver://mssql:1433;databaseName=orders;user=${user};password=${word};encrypt=true`,
    [word, user],
    ['mssql:1433', 'encrypt=true'],
  ),
  leak('oracle thin', `jdbc:oracle:thin:${user}/${word}@ora.shop:1521:ORCL`, [word, user], ['ora.shop:1521']),
  leak(
    'go mysql dsn',
    `open ${user}:${word}@tcp(db.shop:3306)/orders?parseTime=true: refused`,
    [word, user],
    ['@tcp(db.shop:3306)', 'parseTime=true', 'refused'],
  ),
  leak(
    'ado connection',
    `Server=tcp:db.shop,1433;Initial Catalog=orders;User ID=${user};Password=${p1};Encrypt=True;`,
    [p1, user],
    ['tcp:db.shop,1433', 'Encrypt=True'],
  ),
  leak(
    'libpq',
    `host=db.shop port=5432 user=${user} password=${word} dbname=orders sslmode=require`,
    [word, user],
    ['host=db.shop port=5432', 'sslmode=require'],
  ),
  leak(
    'azure storage',
    `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${fill(86, 120)}==;EndpointSuffix=core.windows.net`,
    [fill(86, 120)],
    ['EndpointSuffix=core.windows.net'],
  ),
  leak(
    'azure sas',
    `https://shop.blob.core.windows.net/c/f.txt?sv=2024&sig=${fill(43, 121)}%3D&se=2026`,
    [fill(43, 121)],
    ['shop.blob.core.windows.net/c/f.txt', 'se=2026'],
  ),
  leak(
    'azure service bus',
    `Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=${fill(43, 122)}=`,
    [fill(43, 122)],
    ['sb://bus.servicebus.windows.net/', 'SharedAccessKeyName=root'],
  ),
  leak(
    'basic auth url',
    `fetch https://${user}:${word}@git.example.com:8443/a/b.git failed`,
    [word],
    ['@git.example.com:8443/a/b.git failed'],
  ),
  leak(
    'basic auth url',
    `https://${fill(40, 123)}@nexus.example.com/repository`,
    [fill(40, 123)],
    ['nexus.example.com/repository'],
  ),
  leak(
    'sentry dsn',
    `dsn https://${fill(32, 124, 'hex')}@o12.ingest.example.io/45`,
    [fill(32, 124, 'hex')],
    ['o12.ingest.example.io/45'],
  ),
  leak('ftp url', `ftp://${user}:${word}@files:21/in`, [word], ['files:21/in']),
  leak('proxy url', `HTTPS_PROXY=http://${user}:${word}@proxy.corp:3128`, [word], ['@proxy.corp:3128']),
  leak(
    'image pull url',
    `Failed to pull image "${user}:${word}@registry.example.com:5000/shop/cart:1.2"`,
    [word],
    ['registry.example.com:5000/shop/cart:1.2'],
  ),
  leak(
    'image pull url',
    `pulling from https://${user}:${word}@registry.example.com/v2/shop/cart/manifests/1.2: 401`,
    [word],
    ['registry.example.com/v2/shop/cart/manifests/1.2: 401'],
  ),
  leak(
    'presigned url',
    `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${fill(64, 125, 'hex')}&a=b`,
    [fill(64, 125, 'hex')],
    ['b.s3.amazonaws.com/k', 'X-Amz-Expires=60', 'a=b'],
  ),
  leak(
    'slack webhook',
    `POST https://hooks.slack.com/services/T${fill(8, 126, 'upper')}/B${fill(8, 127, 'upper')}/${fill(24, 128)} 404`,
    [fill(24, 128)],
    ['hooks.slack.com', '404'],
  ),
  leak(
    'discord webhook',
    `https://discord.com/api/webhooks/${fill(18, 129, 'digits')}/${fill(68, 130)}`,
    [fill(68, 130)],
    ['discord.com/api/webhooks/'],
  ),
];

const assignments: Leak[] = [
  leak('password assignment', `DB_PASSWORD=${p1}`, [p1], ['DB_PASSWORD=']),
  leak('password assignment', `export PGPASSWORD='${p1}'; psql -h db.shop`, [p1], ['psql -h db.shop']),
  leak('password assignment', `spring.datasource.password=${word}, url=db.shop:5432`, [word], ['url=db.shop:5432']),
  leak('password assignment', `db.password: ${word}`, [word], ['db.password: ']),
  leak(
    'password assignment',
    `config: {Host:db.shop Port:5432 Password:${word} Retries:3}`,
    [word],
    ['Host:db.shop Port:5432', 'Retries:3'],
  ),
  leak('password assignment', `&Config{Addr:"db:1", Passwd:"${word}"}`, [word], ['Addr:"db:1"']),
  leak('password assignment', `:password=>"${word}", :host=>"db.shop"`, [word], [':host=>"db.shop"']),
  leak('password assignment', `password=${plainWord} host=db.shop`, [plainWord], ['host=db.shop']),
  leak('password assignment', `PASSWORD = 1234567890`, ['1234567890']),
  leak('password assignment', `{'user': 'a', 'password': '${word}', 'port': 5432}`, [word], ["'port': 5432"]),
  leak('password json', `{"host":"db.shop","password":"${p2}","port":5432}`, [p2], ['"host":"db.shop"', '"port":5432']),
  leak('password json', `{"password": "with \\"quotes\\" ${word}", "a": 1}`, [word], ['"a": 1']),
  leak('password json', `msg="{\\"password\\":\\"${word}\\",\\"host\\":\\"db.shop\\"}"`, [word], ['db.shop']),
  leak(
    'password json',
    JSON.stringify(JSON.stringify(JSON.stringify({ password: word, host: 'db.shop' }))),
    [word],
    ['db.shop'],
  ),
  leak('password json', `{\\u0022password\\u0022:\\u0022${word}\\u0022}`, [word]),
  leak('password yaml', `spec:\n  password: ${word}\n  host: db.shop`, [word], ['host: db.shop']),
  leak('password yaml', `password: |\n  ${word}\n  ${plainWord}\nhost: db.shop`, [word, plainWord], ['host: db.shop']),
  leak('password yaml', `"password": ${word}\nport: 1`, [word], ['port: 1']),
  leak(
    'password xml',
    `<server><password>${word}</password><host>db.shop</host></server>`,
    [word],
    ['<host>db.shop</host>'],
  ),
  leak('password xml', `<add key="ApiKey" value="${word}" />`, [word]),
  leak(
    'password flag',
    `mysqld --host db.shop --password ${word} --port 3306`,
    [word],
    ['--host db.shop', '--port 3306'],
  ),
  leak('password flag', `["app","--password","${word}","--host","db.shop"]`, [word], ['"--host","db.shop"']),
  leak('password flag', `app --password \\\n  ${word} \\\n  --host db.shop`, [word], ['--host db.shop']),
  leak('password flag', `mysql -u root -p${word} -h db.shop`, [word], ['-h db.shop']),
  leak('password flag', `redis-cli -h redis.shop -a ${word} ping`, [word], ['-h redis.shop', 'ping']),
  leak('password flag', `sshpass -p ${word} ssh host.example`, [word], ['ssh host.example']),
  leak('basic auth flag', `curl -u ${user}:${word} http://api.shop:80/`, [word], ['http://api.shop:80/']),
  leak('basic auth flag', `curl --user "${user}:${word}" http://api.shop:80/`, [word], ['http://api.shop:80/']),
  leak(
    'password env',
    `{"name":"DB_PASSWORD","value":"${word}"},{"name":"DB_HOST","value":"db.shop"}`,
    [word],
    ['"value":"db.shop"'],
  ),
  leak(
    'password env',
    `- name: SMTP_PASS\n  value: "${word}"\n- name: SMTP_HOST\n  value: mail.shop`,
    [word],
    ['value: mail.shop'],
  ),
  leak('password url-encoded', `body=password%3D${word}%26host%3Ddb.shop`, [word], ['db.shop']),
  leak('password url-encoded', `a=%2522password%2522%253A%2522${word}%2522`, [word]),
  leak(
    'password base64',
    `data ${btoa(`password=${word}-${word}`)} end`,
    [btoa(`password=${word}-${word}`).slice(0, 24)],
    ['end'],
  ),
  leak('password base64', btoa(JSON.stringify({ auths: { 'reg.example.com': { username: 'a', password: word } } })), [
    btoa(JSON.stringify({ auths: 1 })).slice(0, 10),
  ]),
  leak('password homoglyph', `p\u0430ssword=${word} \u0440\u0430\u0455\u0455word=${word}`, [word]),
  leak('password full-width', `\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44=${word}`, [word]),
  leak('password split', `"password":"${word}\n${fill(12, 131)}",`, [word, fill(12, 131)]),
  leak('password sql', `CREATE USER app WITH PASSWORD '${word}'`, [word], ['CREATE USER app']),
  leak('password sql', `ALTER USER 'app'@'%' IDENTIFIED BY '${word}';`, [word], ["'app'@'%'"]),
  leak(
    'password generated',
    `[Note] A temporary password is generated for root@localhost: ${p1}`,
    [p1],
    ['root@localhost'],
  ),
  leak(
    'password generated',
    `Please use the following password to proceed to installation:\n\n${fill(32, 132, 'hex')}\n`,
    [fill(32, 132, 'hex')],
    ['installation:'],
  ),
  leak('redis password', `requirepass ${word}`, [word]),
  leak('netrc', `machine git.shop login bot password ${word}`, [word], ['machine git.shop']),
  leak(
    'client secret',
    `client_id=shop&client_secret=${fill(32, 133)}&grant_type=client_credentials`,
    [fill(32, 133)],
    ['client_id=shop', 'grant_type=client_credentials'],
  ),
  leak('client secret', `clientSecret: ${uuid}`, [uuid]),
  leak('aws secret key', `aws_secret_access_key = ${fill(20, 134)}/${fill(19, 135)}`, [fill(19, 135)]),
  leak('encryption key', `ENCRYPTION_KEY="${fill(44, 136)}="`, [fill(44, 136)]),
  leak('rails key', `SECRET_KEY_BASE=${fill(128, 137, 'hex')}`, [fill(128, 137, 'hex')]),
  leak('laravel key', `APP_KEY=base64:${fill(43, 138)}=`, [fill(43, 138)]),
  leak('datadog key', `DD_API_KEY: ${fill(32, 139, 'hex')}`, [fill(32, 139, 'hex')]),
  leak('api key', `API key: ${fill(32, 140)} host=api.shop`, [fill(32, 140)], ['host=api.shop']),
  leak('vault secret id', `role_id=abc secret_id=${uuid}`, [uuid], ['role_id=abc']),
  leak(
    'instrumentation key',
    `InstrumentationKey=${uuid};IngestionEndpoint=https://w.example.com/`,
    [uuid],
    ['IngestionEndpoint=https://w.example.com/'],
  ),
  leak(
    'wireguard key',
    `[Interface]\nPrivateKey = ${fill(43, 141)}=\nListenPort = 51820`,
    [fill(43, 141)],
    ['ListenPort = 51820'],
  ),
  leak('kubeconfig key', `client-key-data: ${btoa(`${beginKey('RSA ')}\n${pem[0] ?? ''}\n`)}`, [
    btoa(`${beginKey('RSA ')}\n${pem[0] ?? ''}`).slice(40, 90),
  ]),
  leak(
    'docker auth',
    `{"auths":{"registry.example.com":{"auth":"${btoa(`${user}:${word}`)}"}}}`,
    [btoa(`${user}:${word}`)],
    ['registry.example.com'],
  ),
  leak('npmrc', `//registry.example.com/:_authToken=${fill(36, 142)}`, [fill(36, 142)], ['//registry.example.com/']),
  leak(
    'bootstrap token',
    `kubeadm join 10.0.0.1:6443 --token ${fill(6, 143, 'lower')}.${fill(16, 144, 'lower')} --discovery-token-ca-cert-hash sha256:ab`,
    [fill(16, 144, 'lower')],
    ['10.0.0.1:6443'],
  ),
  leak(
    'secret manifest',
    `{"apiVersion":"v1","data":{"url":"${btoa(word)}","x.pem":"${fill(40, 145)}"},"kind":"Secret","metadata":{"name":"mailer"}}`,
    [btoa(word), fill(40, 145)],
    ['"name":"mailer"'],
  ),
  leak('otp', `otp=492817 sent`, ['492817'], ['sent']),
];

const headers: Leak[] = [
  leak(
    'authorization header',
    `> Authorization: Basic ${btoa(`${user}:${word}`)}\n> Host: api.shop:80`,
    [btoa(`${user}:${word}`)],
    ['Basic', 'Host: api.shop:80'],
  ),
  leak(
    'authorization header',
    `"authorization":["Bearer ${fill(40, 150)}"],"host":["api.shop"]`,
    [fill(40, 150)],
    ['"host":["api.shop"]'],
  ),
  leak(
    'authorization header',
    `map[Authorization:[Bearer ${fill(40, 151)}] Host:[api.shop]]`,
    [fill(40, 151)],
    ['Host:[api.shop]'],
  ),
  leak(
    'authorization header',
    `Authorization: AWS4-HMAC-SHA256 Credential=x/20261121/eu/s3/aws4_request, Signature=${fill(64, 152, 'hex')}`,
    [fill(64, 152, 'hex')],
    ['AWS4-HMAC-SHA256'],
  ),
  leak(
    'authorization header',
    `Proxy-Authorization: Digest username="${user}", response="${fill(32, 153, 'hex')}"`,
    [fill(32, 153, 'hex')],
    ['Digest'],
  ),
  leak('bearer', `sending bearer ${fill(32, 154)} to api.shop:80`, [fill(32, 154)], ['to api.shop:80']),
  leak('token header', `PRIVATE-TOKEN: ${fill(20, 155)}`, [fill(20, 155)]),
  leak('token header', `X-Vault-Token: ${fill(26, 156)}\nHost: vault.sec:8200`, [fill(26, 156)], ['vault.sec:8200']),
  leak(
    'cookie header',
    `Cookie: sid=${fill(32, 157)}; theme=${fill(9, 158)}\nHost: a.shop`,
    [fill(32, 157), fill(9, 158)],
    ['Host: a.shop'],
  ),
  leak('cookie header', `Set-Cookie: session=${fill(32, 159)}; Path=/; HttpOnly`, [fill(32, 159)]),
  leak(
    'cookie header',
    `{"cookie":"JSESSIONID=${fill(32, 160, 'upper')}","host":"a.shop"}`,
    [fill(32, 160, 'upper')],
    ['"host":"a.shop"'],
  ),
  leak(
    'session id',
    `GET /a;jsessionid=${fill(32, 161, 'upper')} host=a.shop`,
    [fill(32, 161, 'upper')],
    ['host=a.shop'],
  ),
  leak('url query', `GET /cb?access_token=${fill(32, 162)}&state=1 HTTP/1.1`, [fill(32, 162)], ['state=1 HTTP/1.1']),
  leak('url query', `GET /x?a=1&api_key=${fill(12, 163)}&b=2`, [fill(12, 163)], ['a=1', 'b=2']),
];

const keys: Leak[] = [
  leak('private key', `${beginKey('')}\n${pem.join('\n')}\n${endKey('')}\nafter`, pem, [
    'after',
    beginKey(''),
    endKey(''),
  ]),
  leak('rsa private key', `${beginKey('RSA ')}\n${pem.join('\n')}\n${endKey('RSA ')}`, pem),
  leak('ssh private key', `${beginKey('OPENSSH ')}\n${pem.join('\n')}\n${endKey('OPENSSH ')}`, pem),
  leak(
    'private key, one line',
    `{"private_key":"${beginKey('')}\\n${pem.join('\\n')}\\n${endKey('')}\\n","client_email":"a@p.iam.example.com"}`,
    pem,
    ['private_key'],
  ),
  leak(
    'private key, prefixed',
    [beginKey(''), ...pem, endKey('')].map((line, i) => `2026-11-21T03:12:0${i}Z ${line}`).join('\n'),
    pem,
    ['2026-11-21T03:12:03Z'],
  ),
  leak(
    'private key, cut end',
    `${beginKey('EC ')}\n${pem.slice(0, 3).join('\n')}\nERROR db.shop:5432 refused`,
    pem.slice(0, 3),
    ['ERROR db.shop:5432 refused'],
  ),
  leak(
    'private key, cut start',
    `${pem.slice(0, 3).join('\n')}\n${endKey('')}\nERROR db.shop:5432 refused`,
    pem.slice(0, 3),
    ['ERROR db.shop:5432 refused'],
  ),
  leak(
    'private key, indented',
    `tls.key: |\n  ${beginKey('')}\n  ${pem.join('\n  ')}\n  ${endKey('')}\nnext: db.shop`,
    pem,
    ['next: db.shop'],
  ),
  leak('private key, a line alone', pem[4] ?? '', [pem[4] ?? '']),
  leak(
    'e-mail',
    `user jane.doe+x@example.com not found on ldap.shop:389`,
    ['jane.doe+x@example.com'],
    ['ldap.shop:389'],
  ),
  leak('e-mail', `From: <ops@mail.example.co.uk>`, ['ops@mail.example.co.uk']),
  leak('e-mail', `{"email":"j_d@example.org","id":7}`, ['j_d@example.org'], ['"id":7']),
];

const spokenForms: [string, string][] = [
  ['User "bob" password "', '" rejected'],
  ["login failed: user bob, password '", "' is wrong"],
  ['retrying with password ', ' against ldap.shop:389'],
  ['connecting as user reporter using password ', ''],
  ['the passphrase is ', ', do not lose it'],
  ['Password was changed to ', '.'],
  ['user bob password ', ' refused by db.shop:5432'],
  ['passphrase is "', '"'],
  ['password `', '` does not match'],
];
/** In sentences, without a sign between the name and the value. */
const spoken: Leak[] = [
  ...spokenForms.map(([before, after], i) => {
    const secret = `h${fill(11, 300 + i)}`;
    return leak('password in a sentence', `${before}${secret}${after}`, [secret], [before, after]);
  }),
  leak('password in a sentence', 'passphrase is correct-horse', ['correct-horse']),
  leak('password in a sentence', 'User "bob" password "hunter2" rejected', ['hunter2'], ['"bob"', 'rejected']),
  leak('password in a sentence', 'bind with password swordfish1 failed', ['swordfish1'], ['failed']),
  leak('token in a sentence', `the token is ${fill(24, 320)}`, [fill(24, 320)], ['the token is']),
  leak('api key in a sentence', `API key was "${fill(24, 321)}"`, [fill(24, 321)], ['API key was']),
];

export const leaks: Leak[] = [...spoken, ...wrapped, ...connections, ...assignments, ...headers, ...keys];
