/** Addresses of stores, registries and hooks with who may use them. */

import { fill, leak, p1, user, word, type Leak } from './made-up';

export const connections: readonly Leak[] = [
  leak(
    'ODBC string',
    `DRIVER={ODBC};SERVER=db.shop;UID=sa;PWD={${word};x} refused`,
    [word],
    ['SERVER=db.shop', ' refused'],
  ),
  leak(
    'key in a query',
    `GET https://maps.shop/v1?key=${fill(32, 901)}&q=1 403`,
    [fill(32, 901)],
    ['maps.shop/v1?key=', '&q=1 403'],
  ),
  leak('key in a query', `GET https://weather.shop/v1?q=x&appid=${fill(32, 902)}`, [fill(32, 902)], ['q=x&appid=']),

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
