/** Values that programs quote when they refuse them, with the name behind the value, or on the line above. */

import { fill, leak, p1, type Leak } from './made-up';

const hash = fill(64, 501, 'hex');

export const refused: readonly Leak[] = [
  leak(
    'mapstructure value',
    `* 'db.password' expected type 'int', got unconvertible type 'string', value: '${p1}'`,
    [p1],
    ["'db.password'", "type 'string', value: '"],
  ),
  leak(
    'zod value',
    `ZodError: [{"code":"too_small","path":["JWT_SECRET"],"received":"${p1}"}]`,
    [p1],
    ['"JWT_SECRET"'],
  ),
  leak(
    'zod value',
    `[\n  {\n    "received": "${p1}",\n    "code": "invalid_enum_value",\n    "path": [\n      "auth",\n      "apiToken"\n    ]\n  }\n]`,
    [p1],
    ['"apiToken"'],
  ),
  leak(
    'Go address',
    `parse "postgres://shop:${p1}#x@db:5432/shop": invalid port ":${p1}" after host`,
    [p1],
    ['invalid port ":', '" after host'],
  ),
  leak(
    'strconv value',
    `panic: env PASSWORD: strconv.Atoi: parsing "${p1}": invalid syntax`,
    [p1],
    ['env PASSWORD: ', 'invalid syntax'],
  ),
  leak(
    'Spring property',
    `Failed to bind properties under 'spring.datasource.password' to int:\n\n    Property: spring.datasource.password\n    Value: "${p1}"\n    Origin: System Environment Property`,
    [p1],
    ['Origin: System Environment Property'],
  ),
  leak(
    'zod in words',
    `  APP_SECRET: Invalid enum value. Expected 'a' | 'b', received '${p1}'`,
    [p1],
    ["Expected 'a' | 'b'"],
  ),
  leak(
    'zod in words',
    `Validation error: Expected number, received "${p1}" at "db.apiToken"`,
    [p1],
    ['at "db.apiToken"'],
  ),
  leak('pgpass entry', `bad entry "${p1}" in .pgpass line 2`, [p1], ['in .pgpass line 2']),
  leak(
    'pydantic input',
    `1 validation error for Settings\njwt_secret\n  String should have at least 32 characters [type=string_too_short, input_value='${p1}', input_type=str]`,
    [p1],
    ['jwt_secret', 'at least 32 characters [type=string_too_short', 'input_type=str]'],
  ),
  leak(
    'pydantic input',
    `2026-11-20T09:57:59Z db.password\n2026-11-20T09:57:59Z   Input should be a valid integer [type=int_parsing, input_value="${p1}", input_type=str]`,
    [p1],
    ['db.password'],
  ),
  leak(
    'envconfig value',
    `envconfig.Process: assigning APP_DB_PASSWORD to Password: converting '${p1}' to type int. details: strconv.ParseInt: parsing "${p1}": invalid syntax`,
    [p1],
    ['APP_DB_PASSWORD', 'to type int', 'invalid syntax'],
  ),
  leak(
    'env field value',
    `env: parse error on field "ApiToken" of type "int": strconv.ParseInt: parsing "${p1}": invalid syntax`,
    [p1],
    ['ApiToken', 'invalid syntax'],
  ),
  leak(
    'flag value',
    `invalid argument "${p1}" for "--db-password" flag: must be base64`,
    [p1],
    ['--db-password', 'base64'],
  ),
  leak(
    'flag value',
    `invalid argument "${p1}" for "-p, --db-password" flag: strconv.ParseInt: parsing "${p1}": invalid syntax`,
    [p1],
    ['--db-password', 'invalid syntax'],
  ),
  leak('flag value', `invalid value "${p1}" for flag -db-password: parse error`, [p1], ['-db-password: parse error']),
  leak('flag value', `app: error: argument --api-token: invalid int value: '${p1}'`, [p1], ['--api-token']),
  leak(
    'flag value',
    `Error: Invalid value for '--api-token': '${p1}' is not a valid integer.`,
    [p1],
    ['--api-token', 'integer'],
  ),
  leak('redis user', `>>> 'user default on >${p1} ~* +@all'`, [p1], ['user default on >', '~* +@all']),
  leak(
    'redis user',
    `ACL SETUSER worker reset on #${hash} >${p1} ~jobs:* +@read`,
    [p1, hash],
    ['worker', '~jobs:* +@read'],
  ),
  leak(
    'host with a credential',
    `dial tcp: lookup ${p1}@redis.shop on 10.96.0.10:53: no such host`,
    [p1],
    ['lookup', '@redis.shop on 10.96.0.10:53'],
  ),
  leak('host with a credential', `Error: getaddrinfo ENOTFOUND ${p1}@redis`, [p1], ['ENOTFOUND', '@redis']),
  leak('host with a credential', `lookup ${p1}@redis.shop.svc.cluster.local: no such host`, [p1], ['@redis.shop.svc.']),
];
