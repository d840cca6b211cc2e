/** The sentences in which programs refuse their settings, whatever they are written in: a verb, a setting, no product. */

import type { Signature } from '../signature';

/** Names as environment variables are written, with an underscore: hardly anything else is. */
export const wording: readonly Signature[] = [
  {
    id: 'env-missing-named',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['missing '],
    pattern:
      /\b[Mm]issing(?: (?:the|a|required|mandatory|both|either|value for|values for|variable|variables))*:? ["'`$({[]{0,3}(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`)}\]]{0,3}(?: (?:or|and) | env|,|\.|!|$| in \.?env| \()/,
    example: 'ValueError: Missing CEREBRAS_API_KEY',
    near: 'Missing ORDER_ID_FORMAT examples are on the next page',
  },
  {
    id: 'env-missing-kind',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['environment variable', 'environmental variable', 'env variable', 'env var', '.env'],
    pattern:
      /(?:\b(?:[Mm]issing|[Rr]equired|[Uu]ndefined|[Uu]nset|MISSING|REQUIRED)(?: \w{2,30}){0,3} (?:[Ee]nvironment(?:al)?|[Ee]nv|ENV(?:IRONMENT)?)[- ](?:[Vv]ariables?|[Vv]ars?|VAR(?:IABLE)?S?)\b(?:\(s\))?(?:(?: (?:is |are |was |were |has |have )?(?:not (?:been )?(?:defined|set|found|provided|given|specified|supplied|present)|missing|unset|undefined|required))?(?:[:.,]| -)? [\"'`$([]{0,2}(?<variable>(?:[A-Za-z][A-Za-z0-9]{0,40}_[A-Za-z0-9_]{1,80}|[A-Z][A-Z0-9_]{1,80})(?!\w)))?|\b(?:[Ee]nvironment(?:al)?|[Ee]nv|ENV(?:IRONMENT)?)[- ](?:[Vv]ariables?|[Vv]ars?|VAR(?:IABLE)?S?)\b(?:\(s\))? (?:is |are |was |were )?(?:not (?:been )?(?:defined|set|found|provided|given|specified|supplied|present)|missing|unset|undefined|required)(?:[:,]| -)? [\"'`$([]{0,2}(?<variable2>(?:[A-Za-z][A-Za-z0-9]{0,40}_[A-Za-z0-9_]{1,80}|[A-Z][A-Z0-9_]{1,80})(?!\w))|\b(?:[Ee]nvironment(?:al)?|[Ee]nv|ENV(?:IRONMENT)?)[- ](?:[Vv]ariables?|[Vv]ars?|VAR(?:IABLE)?S?)\b [\"'`$]?(?<variable3>(?:[A-Za-z][A-Za-z0-9]{0,40}_[A-Za-z0-9_]{1,80}|[A-Z][A-Z0-9_]{1,80})(?!\w))[\"'`]? (?:is (?:null|empty|blank|null or empty|not configured)|(?:should|must|can(?:not|'t)) (?:not )?be (?:empty|blank|null))|\b(?:[Mm]issing|[Nn]o) (?!\.env)[\w ]{2,40}[.:,]? (?:[Pp]lease )?(?:[Cc]heck|[Ss]et|[Pp]rovide|[Ss]ee|[Uu]pdate|[Ee]dit|[Ii]n)(?: it| them)?(?: in)?(?: your| the)? \.env\b)/,
    example: 'Missing environmental variable: PUBSUB_TOPIC',
    near: 'the environment variable LOG_LEVEL is set to debug',
  },
  {
    id: 'env-set-before-run',
    cause: 'missing-env-var',
    weight: 'error',
    literals: [
      'missing',
      'not provided',
      'no api key',
      'not configured',
      'is required',
      ' provided. set',
      'undefined',
      ' missing',
    ],
    pattern:
      /(?:(?:\b[Mm]issing|\b[Nn]o|[Nn]ot provided|[Nn]ot configured|[Ii]s required|[Nn]ot found)\b.{0,80}?[.!;:(] ?(?:[Pp]lease )?(?:[Ss]et|[Pp]rovide|[Ee]xport|[Dd]efine|or env|env)(?: the)?(?: environment variable)? ["'`$]?(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})|(?:^|[\s"'`])(?<variable2>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`]? (?:is )?undefined\.?$|\b(?:ERROR|FATAL|CRITICAL|[Ee]rror|[Ff]atal)\b\W{1,6}(?<variable3>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`]? (?:is )?missing[.!]?$)/,
    example: 'ValueError: Missing OpenAI API key. Set OPENAI_API_KEY before running the app.',
    near: 'No orders today. See ORDER_NOTES for more',
  },
  {
    // Not where the same line says what it does without.
    id: 'env-none-set',
    cause: 'missing-env-var',
    weight: 'error',
    literals: [' set', ' provided', ' specified', ' defined', ' given'],
    pattern:
      /(?:^|[\s*:(])[Nn]o ["'`$]?(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`]? (?:environment variable |env var |variable |value )?(?:is |was |has been )?(?:set|provided|specified|defined|given)\b(?!.{0,160}\b(?:using|use|assum\w{1,4}|generat\w{1,4}|ignor\w{1,4}|fall\w{0,3} back|default\w{0,4}|skipp\w{1,4}|disabl\w{1,4}|will not be|without)\b)/,
    example: '*** No MONGO_HOST set, cannot configure database settings. ***',
    near: 'No SHOP_THEME set, using the default',
  },
  {
    id: 'log-level-unknown',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['log level', 'loglevel', 'logging level', 'log_level', 'logrus level', 'unknown level', 'zap level'],
    pattern:
      /(?<message>(?:[Ii]nvalid|[Uu]nknown|[Uu]nsupported|[Uu]nrecogni[sz]ed|[Bb]ad|[Ii]llegal|[Nn]ot a valid|(?:unable|failed|could not|cannot)(?: to)? parse) (?:\w{1,20} )?(?:log[ _-]?level|logging level|logrus [Ll]evel|zap level)\b(?!.{0,80}(?:default|fall|using|instead)).{0,120}|ValueError: Unknown level: .{1,60})/i,
    example: '{"level":"fatal","msg":"invalid log level set: verbos"}',
    near: 'Invalid log level, defaulting to info',
  },
  {
    id: 'config-file-not-there',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'config file',
      'configuration file',
      'settings file',
      'properties file',
      'config not found',
      'configuration not found',
      'missing configuration',
      'missing config',
      'no configuration',
      'certificate file path',
    ],
    pattern:
      /(?<message>(?:\b(?:config(?:uration)?|settings|properties)(?:file|map)?s?\b[^,;]{0,120}?(?:\bnot found|does(?: not|n't) exist|\bis missing|\bcould not be|\bcannot be|\bcan't be|\bunreadable|\bnot readable)|\b(?:no|missing|(?:can(?:not|'t)|could(?: not|n't)|(?:failed|unable) to) (?:find|open|load|read|locate|access|parse|process)) (?:(?:the|a|any|valid|your|required|main|given) ){0,4}(?:config(?:uration)?|settings|properties) file\b|\b[Mm]issing config(?:uration)?\b(?! ?file)|\b[Mm]issing (?:certificate|key) file path)(?!.{0,80}(?:default|skip|ignor|creat|generat|falling|continu|optional|permission denied)).{0,160})/i,
    example: '[ERROR] Configuration file not found: /etc/app/config.json',
    near: 'No config file found, using the defaults',
  },
  {
    id: 'setting-value-unknown',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      ' driver',
      ' backend',
      'storage type',
      'dialect',
      'timezone',
      'time zone',
      'cron expression',
      'cron schedule',
      'cron spec',
      'log format',
      'database type',
      'db type',
      'cipher suite',
      'listen address',
      'auth type',
      'auth method',
    ],
    pattern:
      /(?<message>\b(?:invalid|unknown|unsupported|unrecogni[sz]ed|illegal) (?:(?:database|db|storage|store|cache|queue|log|message|cloud|default|configured|auth|authentication|registry|state|secret|metrics) )?(?:driver|backend|storage type|dialect|time ?zone|cron (?:expression|schedule|spec)|log format|(?:database|db) type|cipher suite|listen address|auth (?:type|method))\b[: ]*["'`(]?(?<value>[^\s"'`]{0,80}).{0,80})/i,
    example: 'Error: unsupported database driver: postgress',
    near: 'the backend driver is unknown to us',
  },
  {
    id: 'setting-must-be-given',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'must be provided',
      'must be set',
      'must be specified',
      'must be configured',
      'must be supplied',
      'must be given',
      'must be defined',
      'must provide config',
      'must provide a config',
      'must specify a config',
      'config must',
      'configuration must',
    ],
    pattern:
      /(?<message>(?:\b(?<option2>[a-z]{2,30}[A-Z]\w{1,60}|[a-z]\w{1,40}(?:\.\w{2,40}){1,4})|["'`](?<option>[A-Za-z][\w.-]{1,80})["'`](?:,? (?:or|and|nor) ["'`][\w.-]{1,80}["'`])?|(?:(?<![\w.-])[\w.-]{1,40} |\b)(?:config(?:uration)?|setting|option|property|parameter|argument|flag|credentials?|endpoint|namespace|region|bucket|database|cluster name|hostname)s?\b) must be (?:provided|set|specified|configured|supplied|given|defined)\b.{0,100}|\bmust (?:provide|specify) (?:a )?config(?:uration)?\b.{0,120})/,
    example: 'could not init cloud provider "alicloud": Alicloud: config must be provided!',
    near: 'all that must be set is the table',
  },
  {
    id: 'setting-still-example',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['placeholder', 'the default value', 'its default value', 'changeme', 'change-me', 'change_me'],
    pattern:
      /(?:["'`]?\b(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`]?|\b(?<option>\w{0,30}(?:secret|password|token|key)))["'`]? (?:is |has |still |not |set |to |the |its |a |an |contains |looks |like |using |use |must |cannot |be )*(?:(?:example|sample|default|insecure) )*(?:placeholder\b|(?:the|its) default value|"?change[-_]?me\b)(?!.{0,80}(?:development|continu|ignor))/i,
    example: 'Error: AUTH_SECRET is still the example placeholder. Generate one',
    near: 'the name field shows a placeholder',
  },
  {
    id: 'secret-length-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' bytes', ' characters', ' chars', ' character(s)', ' bits'],
    pattern:
      /(?<message>(?:(?<![\w.-])[\w.-]{1,40}[ _]|\b)(?:[Kk]ey|KEY|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Pp]assword|PASSWORD|[Ss]alt|SALT|[Pp]assphrase)["'`]?:? .{0,40}?\b(?:must|should|has to|needs to) (?:be|have|contain) (?:a |an )?(?:at least |exactly |minimum |of )*\d{1,4}\b.{0,40}?\b(?:bytes?|characters?|chars|bits)\b.{0,60})/,
    example: 'ValueError: Fernet key must be 32 url-safe base64-encoded bytes.',
    near: 'the name must be at least 3 characters long',
  },
  {
    // The kind of setting, without its name.
    id: 'setting-kind-missing',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'configuration missing',
      'configuration is missing',
      'config missing',
      'config is missing',
      'settings missing',
      'settings are missing',
      'connection string',
      'credentials missing',
      'credentials are missing',
      'api key missing',
      'api key is missing',
      'secret is missing',
      'secret missing',
    ],
    pattern:
      /(?<message>\b(?:\w{2,40} )?(?:[Cc]onfig(?:uration)?|[Ss]ettings|[Cc]onnection string|[Cc]redentials|(?:API|api|Api) key|[Ss]ecret) (?:['"`]\w{1,60}['"`] )?(?:(?:is|are|was|were) )?(?:missing|not (?:set|configured|provided|specified|found|defined)|empty|null or empty|required)\b(?!.{0,80}(?:default|skip|ignor|disab|optional|continu)).{0,100})/,
    example: 'System.InvalidOperationException: Jwt configuration missing',
    near: 'the configuration was loaded',
  },
  {
    // A program that knows which variable puts it right says so.
    id: 'variable-advised',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['set the ', 'set environment variable', '=true', '=false'],
    pattern:
      /(?:\b[Ss]et (?:the )?(?:environment variable )?["'`](?<variable>[A-Z][A-Z0-9_]{2,60})["'`] (?:environment |env )?(?:variable )?(?:to|=) |^.{0,60}\b(?:FATAL|[Ff]atal|panic|[Ee]rror|ERROR)\b\W.{0,120}?\b(?<variable2>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60})=(?:true|false)\b)/,
    example: 'The database does not support SSL connections. Set the `PGSSLMODE` environment variable to `disable`',
    near: 'started with SHOP_DEBUG=true',
  },
  {
    // The path of a key in a .NET configuration.
    id: 'configuration-key-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' is not configured', ' is not set', ' is missing', ' is required', ' not configured', ' is empty'],
    pattern:
      /(?:^|[\s'"`(])(?<option>[A-Z]\w{1,40}(?::[A-Z]\w{1,40}){1,4})['"`]? (?:configuration |setting |value )?(?:is |was )?(?:not (?:configured|set|provided|found)|missing|required|empty)\b/,
    example: 'System.InvalidOperationException: Jwt:Key is not configured',
    near: 'the Key: is not configured',
  },
  {
    id: 'arguments-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'command line',
      'command-line',
      'invalid parameter -',
      'invalid argument -',
      'parsing argument',
      'parse argument',
      'parsing flag',
      'parse flag',
    ],
    pattern:
      /(?<message>\b(?:[Ee]rror|[Ff]ailed to|[Cc]ould not|[Uu]nable to|[Cc]annot) (?:while )?pars(?:e|ing) (?:the )?(?:(?:command[- ]line )?(?:arguments?|options?|flags?|parameters?)|command[- ]line)\b.{0,120}|\b[Ii]nvalid (?:command[- ]line )?(?:parameter|argument):? ["'`]?(?<flag>--?[a-zA-Z][\w-]{1,60}))/,
    example: 'Error parsing command line arguments: Invalid parameter -mainnet',
    near: 'parsing the command line arguments took 3 ms',
  },
  {
    id: 'argument-value-wrong-kind',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' but got '],
    pattern: /(?<flag>(?<![\w-])--[a-z][\w-]{1,60}): expected (?<message>an? .{1,60} but got .{1,100})/,
    example: 'app: error: --webhook-port: expected a valid 64 bit int but got "web"',
    near: 'expected a number but got nothing',
  },
  {
    id: 'argument-value-missing',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'requires a value',
      'a value is required for',
      'expects one argument',
      'expected one argument',
      'invalid value for',
    ],
    pattern:
      /(?:the argument '(?<flag>--?[\w-]{1,60})(?![\w-])[^']{0,80}' requires a value|a value is required for '(?<flag2>--?[\w-]{1,60})|(?:argument|flag|option) (?<flag3>--?[\w-]{1,60})(?![\w-])\S{0,40} expect(?:s|ed) one argument|invalid value for ["'`]?(?<flag4>--[\w-]{1,60})["'`]?)/,
    example: "error: the argument '--listen <ADDR>' requires a value but none was supplied",
    near: 'the argument requires a value of its own',
  },
  {
    id: 'virtual-machine-not-created',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['could not create the java virtual machine'],
    pattern: /^(?:Error: )?(?<message>Could not create the Java Virtual Machine)/,
    example: 'Error: Could not create the Java Virtual Machine.',
    near: 'it says: Could not create the Java Virtual Machine',
  },
  {
    id: 'config-file-unparsable',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['parse ', 'parsing ', 'toml value of type', 'duplicate key ', 'decode ', 'decoding '],
    pattern:
      /(?:\b(?:(?:failed|unable) to|could not|cannot|can't|error) ?(?:parse|parsing|decode|decoding)(?: the)?(?: file)?:? ["'`]?(?<file>[\w./-]{1,200}\.(?:ya?ml|toml|ini|conf|cfg|properties|hcl|env))\b|(?<message>cannot (?:load|decode) TOML value of type.{0,100}|duplicate key .{1,80} in config\w*.{0,60}))/i,
    example: 'Error: Failed to parse /etc/app.toml: expected `.`, `=`',
    near: 'failed to parse the page at /orders',
  },
  {
    id: 'connection-string-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'expected connection string',
      'format of the initialization string',
      'failed to parse as ',
      'unknown port',
      'invalid scheme',
      'invalid uri scheme',
      'keyword not supported',
    ],
    pattern:
      /(?<message>Invalid scheme, expected connection string.{0,100}|Format of the initialization string does not conform.{0,120}|cannot parse `[^`]{0,160}`: failed to parse as .{0,80}|lookup (?:tcp|udp)\/[^:\s]{1,40}: unknown port|Keyword not supported: '.{1,60})/,
    example: 'MongoParseError: Invalid scheme, expected connection string to start with "mongodb://"',
    near: 'the connection string was expected here',
  },
  {
    id: 'credentials-file-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['credentials', 'defaultcredentialserror'],
    pattern:
      /(?:using (?:the )?(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80}) environment variable: open (?<file>[^\s:]{1,200}): no such file|DefaultCredentialsError: File (?<file2>\S{1,200}) was not found)/,
    example:
      'panic: google: error getting credentials using GOOGLE_APPLICATION_CREDENTIALS environment variable: open /var/secrets/key.json: no such file or directory',
    near: 'credentials of the user were found',
  },
  {
    // A folder that it has a word for is one of its settings; of others it speaks in its work.
    id: 'own-folder-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ["doesn't exist", 'does not exist'],
    pattern:
      /(?<message>\b(?:[Dd]ata|[Cc]onf(?:ig(?:uration)?)?|[Ww]ork(?:ing)?|[Hh]ome|[Ll]ogs?|[Ss]torage|[Bb]ase|[Rr]oot|[Oo]utput|[Cc]ache|[Pp]lugins?|[Tt]emplates?|[Ss]tatic|[Rr]epository|[Mm]odels?) (?:folder|directory|dir)[: ]{1,2}["'`[(]?[\w./@-]{1,250}["'`\])]? (?:does not|doesn't) exist|(?<=(?:FATAL|[Ff]atal)(?: error)?[:\]] )[Dd]irectory ["'`]?\/[\w./@-]{1,250}["'`]? (?:does not|doesn't) exist)(?!.{0,60}\b(?:creat(?:ed|ing)|initiali\w{1,8}|using|skipp\w{1,4}|ignor\w{1,4}|fall\w{0,3} back|default\w{0,4})\b)/,
    example: "[parcel][ERROR] Data folder 'conf' doesn't exist.",
    near: 'data directory /srv/parcel does not exist, creating it',
    context: [{ after: 2, pattern: /\bcreat(?:ed|ing)\b/i, absent: true }],
  },
  {
    // Advice at most starts, unless the line beside it says that it does not start without.
    id: 'default-secret-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['change the ', 'change your '],
    pattern:
      /\b[Cc]hange (?:the|your) (?:default |insecure )?(?<message>(?:[\w-]{1,30} ){0,3}(?:cookie|password|secret|key|token|salt|passphrase|credentials) in ["'`]?[\w./-]{1,120}\.(?:args|conf|cfg|ini|ya?ml|toml|json|properties|env)\b)/,
    example: 'Please change the Erlang cookie in vm.args to the same',
    near: 'Please change the password in three steps',
    context: [
      { before: 3, after: 3, pattern: /\b(?:abort|refus|exit|not start|cannot start|won't start|will not start)/i },
    ],
  },
  {
    // A setting and what it has to be instead.
    id: 'setting-needs-other-value',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' but needs to be ', ' but must be ', ' but should be ', ' but has to be '],
    pattern:
      /(?<message>\b[Cc]onfig(?:uration)? (?:path|value|key|option|directory|version|type|mode) (?:is|was) .{1,160}? but (?:needs to|must|should|has to) be .{1,160})/,
    example: 'Proxy config path is /srv/proxy.d:/srv/old.d but needs to be /srv/proxy.d',
    near: 'the order is paid but needs to be sent',
  },
  {
    // What it is about stands behind; a connection or a right that fails is told by its own words.
    id: 'config-not-initialized',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['initialize config', 'initialise config', 'init config', 'initializing config'],
    pattern:
      /(?<message>\b(?:(?:[Ff]ailed|[Uu]nable) to init(?:iali[sz]e)?|[Ee]rror init(?:iali[sz]ing)?|[Cc]ould not init(?:iali[sz]e)?) (?:the )?config(?:uration)?\b.{0,200})/,
    example: 'Failed to initialize config, err: storage path should be absolute',
    near: 'initialized the config',
  },
];
