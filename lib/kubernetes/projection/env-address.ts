// Host and port out of an environment value that is or holds an address; credentials, paths and queries never.
import 'server-only';

/** A DNS name, an IPv4 address or a bracketed IPv6 one. All digits is no name: `12:30` is a time. */
const hostPattern = String.raw`(?:\[[\da-fA-F:.]{2,45}\]|[A-Za-z\d_](?:[\w.-]{0,251}[A-Za-z\d_])?\.?)`;
const host = new RegExp(`^${hostPattern}$`);
const hostPort = new RegExp(`^(${hostPattern}):(\\d{1,5})$`);

/** Names whose value is a secret: nothing in it is taken for an address unless it is a URL, where the parts are known. */
const secretName =
  /PASS|PWD|SECRET|TOKEN|CRED|PRIVATE|SALT|COOKIE|SIGNATURE|(?:^|_)(?:API)?KEY(?:$|_)|KEY$|(?:^|_)(?:PIN|OTP|AUTH|LOGIN|USER|USERNAME|CERT)$/i;
/** Names that announce an address: elsewhere `admin:1234` is not one. */
const addressName =
  /HOST|ADDR|UR[LI]|ENDPOINT|SERVER|BROKER|BOOTSTRAP|SERVICE|BACKEND|UPSTREAM|TARGET|PROXY|DEPEND|LISTEN|BIND|NODE|PEER|DB|DATABASE|POSTGRES|PG|MYSQL|MONGO|REDIS|CACHE|QUEUE|KAFKA|NATS|RABBIT|AMQP|ZOOKEEPER|ETCD|CONSUL|VAULT|ELASTIC|GRPC|API|REMOTE|MASTER|SENTINEL|CLUSTER|GATEWAY/i;
/** Names that announce a host, so that a value without a port is one. */
const hostName = /(?:^|_)(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|DOMAIN)$|(?:HOST|ADDR|SERVERS?)$/i;

/**
 * The first address in a literal value: `postgres://app:s3cret@db:5432/app` gives `db:5432`. A host in `X_HOST` is joined
 * with the port in `X_PORT` where that is among `siblings`. Null where the value holds none, and wherever it is not sure
 * which part is the host: half a password is worse than no address.
 */
export function addressOf(name: string, value: string, siblings: ReadonlyMap<string, string>): string | null {
  const text = value.trim().slice(0, 4_096);
  if (text === '') return null;
  const url = fromUrl(text);
  if (url !== undefined) return url;
  if (secretName.test(name)) return null;
  return (
    fromGoDsn(text) ??
    fromPairs(text) ??
    fromHostPort(name, text) ??
    fromListen(text) ??
    fromHostName(name, text, siblings)
  );
}

/** Undefined: not a URL. Null: a URL whose host cannot be told for certain. */
function fromUrl(text: string): string | null | undefined {
  const scheme =
    /^(?:jdbc:)?[a-z][a-z\d+.-]{1,30}:(?:[a-z]+:)?(?:thin:)?@?\/\/|^jdbc:oracle:thin:@(?=[\w.-]+:\d)/i.exec(text);
  if (scheme === null) return undefined;
  if (/^(?:file|unix|data|s3|gs|oci|docker):/i.test(text)) return null;
  const rest = text.slice(scheme[0].length);
  const end = rest.search(/[/?#;\s]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  // An unescaped `/`, `?` or `#` in a password ends the authority too early; the `@` that follows gives it away.
  if (end !== -1 && rest.includes('@', end)) return null;
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  // `host:1521:sid` of Oracle.
  return checked((hosts[0] ?? '').replace(/^([^:[\]]+:\d{1,5}):\w+$/, '$1'));
}

/** `user:password@tcp(db:3306)/app`, as Go's MySQL driver has it. */
function fromGoDsn(text: string): string | null {
  const match = /@(?:tcp|tcp4|tcp6)\(([^()]{1,255})\)/.exec(text);
  return match === null ? null : checked(match[1] ?? '');
}

/** `host=db port=5432 …` of libpq, `Server=tcp:db,1433;…` and `Host=db;Port=5432;…` of ADO.NET. */
function fromPairs(text: string): string | null {
  const server =
    /(?:^|[\s;])(?:host|hostaddr|server|data source|addr(?:ess)?|endpoint)\s*=\s*(?:tcp:)?([^\s;,=]+)(?:,(\d{1,5}))?(?=[\s;,]|$)/i.exec(
      text,
    );
  if (server === null) return null;
  const port = server[2] ?? /(?:^|[\s;])port\s*=\s*(\d{1,5})(?=[\s;]|$)/i.exec(text)?.[1];
  const found = server[1] ?? '';
  return checked(port === undefined || found.includes(':') ? found : `${found}:${port}`);
}

/** `kafka-0:9092,kafka-1:9092` or `db:5432/app`; the whole value must read so. */
function fromHostPort(name: string, text: string): string | null {
  const first = /^([^\s,;/@]+)(?:[,;]\s*[^\s,;/@]+)*(?:\/[\w.-]*)?$/.exec(text)?.[1];
  if (first === undefined || !hostPort.test(first)) return null;
  return first.includes('.') || first.startsWith('[') || addressName.test(name) ? checked(first) : null;
}

/** `:8443`: what a server listens on. */
function fromListen(text: string): string | null {
  return /^:\d{2,5}$/.test(text) ? text : null;
}

function fromHostName(name: string, text: string, siblings: ReadonlyMap<string, string>): string | null {
  if (!hostName.test(name) || !host.test(text)) return null;
  const stem = name.replace(/(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|DOMAIN)$/i, '');
  const port = siblings.get(`${stem}PORT`) ?? siblings.get(`${stem}port`);
  return checked(port !== undefined && /^\d{1,5}$/.test(port) ? `${text}:${port}` : text);
}

/** A host with or without a port that is in range, and that is not a number alone. */
function checked(address: string): string | null {
  const match = hostPort.exec(address);
  const name = match?.[1] ?? address;
  if (!host.test(name) || name.length > 253) return null;
  if (!/[A-Za-z]/.test(name) && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) && !name.startsWith('[')) return null;
  const port = match === null ? null : Number(match[2]);
  return port !== null && (port < 1 || port > 65_535) ? null : address;
}
