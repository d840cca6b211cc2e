/** Values and fields that a program has or lacks in its settings, said in words that no product owns. */

import type { Signature } from '../signature';

export const settings: readonly Signature[] = [
  {
    id: 'required-field-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['missing required ', 'missing field ', 'required field '],
    pattern:
      /(?:[Mm]issing required (?:field|option|property|key|setting|parameter|attribute)s?(?::? ["'`](?<option>[\w.[\]-]{1,100})["'`]|: (?<option4>[A-Za-z][\w.-]{1,60})\.?$)|\bmissing field `(?<option2>[\w.-]{1,100})`|[Rr]equired field ["'`](?<option3>[\w.[\]-]{1,100})["'`] (?:is )?(?:missing|not set|not found))/,
    example: 'failed to create connector ldap: ldap: missing required field "host"',
    near: 'missing required field on the form',
  },
  {
    id: 'setting-unknown',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['configuration key', 'configuration option', 'configuration setting', 'config key', 'config option'],
    pattern:
      /(?:[Uu]nrecogni[sz]ed|[Uu]nknown|[Uu]nsupported) config(?:uration)? (?:key|option|setting)s?:? ["'`](?<option>[\w./:-]{1,100})["'`]/,
    example: "error: unrecognized configuration key: 'databse'",
    near: "the configuration key 'database' is known",
  },
  {
    id: 'option-must',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['option '],
    pattern:
      /\b[Oo]ption ["'`](?<option>[\w.-]{1,100})["'`] (?:is required|must (?:be|have|not be|contain|start|end)\b)(?<message>.{0,120})/,
    example: "storage: option 'encryption_key' must be 20 characters or longer",
    near: "option 'encryption_key' was read",
  },
  {
    // As compilers write it: a file of settings, line and column.
    id: 'config-at-place',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['.conf:', '.cfg:', '.ini:', '.toml:', '.hcl:', '.yaml:', '.yml:', '.json:'],
    pattern:
      /^(?:[\w./-]{1,80}: )?(?<file>\/[\w./-]{1,200}\.(?:conf|cfg|ini|toml|hcl|ya?ml|json)):(?<at>\d{1,6}):\d{1,6}: (?!(?:warning|info|debug|note)\b)(?<message>.{3,200})/i,
    example: 'nats-server: /etc/nats-config/nats.conf:31:1: interface conversion: interface {} is bool, not int64',
    near: '/etc/nats-config/nats.conf:31:1: warning: this field is old',
  },
  {
    id: 'parse-error-on-line',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['parse error on line '],
    pattern: /^(?:[\w.-]{1,60}: )?(?<message>Parse error on line \d{1,6}\b.{0,200})/,
    example: "broker: Parse error on line 29: 'Expected a map value terminator'",
    near: 'no parse error on line 29',
  },
  {
    // A setting by its full name, and the range of its values.
    id: 'setting-out-of-range',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      ' must be greater',
      ' must be less',
      ' must be at ',
      ' must be between',
      ' must be one of',
      ' must be in ',
    ],
    pattern:
      /^(?<option>[a-z]\w{1,40}(?:\.\w{1,60}){1,5}) (?<message>must be (?:greater|less|at (?:least|most)|between|one of|in (?:the )?range).{1,120})/,
    example: 'net.maxIncomingConnections must be greater than or equal to 5',
    near: 'spring.jpa.open-in-view is enabled, it must be one of the defaults',
  },
  {
    // One of several under a head line: Go programs that decode their settings with mapstructure (OpenTelemetry, Viper).
    id: 'setting-not-decoded',
    cause: 'config-invalid',
    weight: 'error',
    literals: ["* '", "* error decoding '"],
    pattern:
      /^\* (?:error decoding )?'(?<option>[\w.[\]-]{0,120})':? (?<message>(?:expected|has invalid keys:|has unset fields:|cannot parse|unconvertible).{1,160})/,
    example: "* 'poll_interval' expected a map, got 'string'",
    near: "* 'poll_interval' was read",
  },
  {
    // Keycloak, and programs that say what to set instead.
    id: 'option-not-configured',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' is not configured; ', ' is not configured, ', ' setting provided'],
    pattern:
      /(?<message>(?<![\w.-])(?<option>[\w.-]{2,60}) is not configured[;,] (?:either )?(?:configure|set|specify|provide)\b.{0,120}|\bconfigured but no (?<option2>[\w.-]{2,60}) setting provided)/,
    example: 'ERROR: hostname is not configured; either configure hostname, or set hostname-strict to false',
    near: 'tracing is not configured, spans are dropped',
  },
  {
    id: 'config-file-not-opened',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['open config', 'open the config'],
    pattern:
      /(?:[Uu]nable to|[Cc]ould not|[Cc]an(?:no|')t|[Ff]ailed to) open (?:the )?config(?:uration)? file:? ["'`]?(?<file>\/[^\s"'`,]{1,200})(?!.{0,60}[Pp]ermission denied)/,
    example: "1704887939: Error: Unable to open config file '/mosquitto/config/mosquitto.conf'.",
    near: 'the config file /etc/app.conf could be opened',
  },
  {
    // What was encrypted under one key is read under another: the setting changed, or differs from that of the database.
    id: 'decryption-key',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['cipher: message authentication failed', 'encryption key', 'decryption key', 'could not be decrypted'],
    pattern:
      /(?<message>cipher: message authentication failed|(?:[Mm]ismatch(?:ing|ed)|[Ww]rong|[Ii]ncorrect|[Ii]nvalid|[Dd]ifferent) (?:en|de)cryption keys?\b.{0,100}|(?:en|de)cryption key (?:does not match|is (?:wrong|invalid|incorrect|not valid)|mismatch).{0,100}|could not be decrypted.{0,60}\bkey\b.{0,60})/,
    example: 'level=fatal msg="cannot read the signing keys" error="cipher: message authentication failed"',
    near: 'the encryption key was rotated',
  },
  {
    id: 'user-unknown',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      "can't find the user ",
      'getpwnam(',
      'getgrnam(',
      'no such user',
      'unknown user',
      'cannot get uid for user',
      'cannot get gid for group',
    ],
    pattern:
      /(?:cannot get (?:uid for user|gid for group) '(?<user3>[^']{1,60})'|can't find the user (?<user>\S{1,60}) to switch to|get(?:pw|gr)nam\("(?<user2>[^"]{1,60})"\) failed|^(?:su|su-exec|gosu|setpriv|chroot)\b.{0,60}?(?:no such user|unknown user|user \S{1,60} does not exist))/,
    example: "can't find the user nobodyy to switch to",
    near: "can't find the user of this order",
  },
  {
    id: 'rlimit-refused',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['rlimit'],
    pattern:
      /(?<message>(?:failed to|could not|cannot|can't|unable to) (?:set|raise|increase) (?:the )?rlimit.{0,120}|setrlimit\([^)]{1,60}\) failed.{0,80})/i,
    example: 'failed to set rlimit for open files. Try starting as root or requesting smaller maxconns value.',
    near: 'rlimit of open files: 1048576',
  },
  {
    id: 'path-in-exception-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' (no such file or directory)'],
    pattern:
      /Exception: (?<file>\/[^\s(]{1,200}\.(?:jks|p12|pfx|keystore|truststore|pem|crt|key|ya?ml|properties|conf|xml)) \(No such file or directory\)/,
    example: 'Caused by: java.lang.IllegalArgumentException: /etc/ssl/keystore.jks (No such file or directory)',
    near: 'Caused by: java.lang.IllegalArgumentException: the keystore is empty',
  },
  {
    // Only what an operator hands to a program: a user's wrong password or session token is everyday noise.
    id: 'own-credential-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['tunnel secret', 'api key', 'registration token', 'bot token', 'auth key', 'join token', 'license key'],
    pattern:
      /\b(?:[Ii]nvalid (?<name>tunnel secret|API key|registration token|bot token|auth key|join token|license key)|(?<name2>API key|registration token|bot token|auth key|join token|license key)(?: \w{3,20})? (?:is )?(?:not valid|invalid|expired|revoked))\b/i,
    example:
      '2024-01-10T11:58:59Z ERR Register tunnel error from server side error="Unauthorized: Invalid tunnel secret"',
    near: 'a new API key was written',
  },
  {
    // A part that cannot be made without what only an operator has; a token that a caller did not send is everyday noise.
    id: 'own-credential-missing',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'requires a',
      'require a',
      ' given',
      ' provided',
      ' supplied',
      ' specified',
      ' configured',
      ' found',
      ' set',
    ],
    pattern:
      /(?:\brequires? an? (?:valid |non-empty )?(?<name>secret|(?:API|secret|encryption|private|signing|license|access) ?key|client ?(?:ID|id|secret)|bot token|connection string)\b|\b[Nn]o (?<name2>(?:API|secret|encryption|private|signing|license|access) ?key|API token|client ?(?:ID|id|secret)|bot token|registration token|connection string) (?:was |is )?(?:given|provided|supplied|specified|configured|found|set)\b)/,
    example: 'TypeError: BadgeStrategy requires a secret or key',
    near: 'TypeError: the shop requires a basket',
  },
  {
    id: 'object-asked-for-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['configmaps ', 'secrets ', 'configmap '],
    pattern: /\b(?<kind>configmaps?|secrets?) "(?<name>[a-z0-9][a-z0-9.-]{0,252})" not found/,
    example: 'Error reading/parsing logging configuration: configmaps "config-logging" not found',
    near: 'configmaps "config-logging" found',
  },
  {
    // What a parser says of a text that the line before it names as a file of settings.
    id: 'settings-text-broken',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'invalid character ',
      'unexpected end of json',
      'is not valid json',
      'in json at position',
      'expecting value: line',
      'cannot unmarshal ',
      'could not find expected',
      'mapping values are not allowed',
    ],
    pattern:
      /(?<message>invalid character '.{1,4}' (?:looking for|in|after) .{1,80}|unexpected end of JSON input|is not valid JSON\b|in JSON at position \d{1,9}|Expecting value: line \d{1,9} column \d{1,9}|cannot unmarshal \w{1,20} into .{1,80}|could not find expected '.{1,4}'|mapping values are not allowed\b.{0,60})/i,
    context: [
      {
        before: 3,
        pattern:
          /\b(?:read|load|open|pars|us|decod)ing\b.{0,40}?\b(?:config(?:uration)?|settings|credentials?|kubeconfig|properties|manifest)s?\b(?:.{0,20}?["'` :=](?<file>\/[^\s"'`,]{1,200}))?/i,
      },
    ],
    example: "2024/01/10 11:58:59 invalid character 'S' looking for beginning of value",
    near: 'the character is invalid in JSON',
  },
  {
    // Two settings that contradict one another, told from the one that is there.
    id: 'variable-set-but',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' set but ', ' set, but '],
    pattern:
      /(?:^|[\s"'`$({[])(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`)}\]]{0,2}(?: env(?:ironment)?(?: var(?:iable)?)?| variable)? (?:is|was|has been) set,? but (?<message>(?!.{0,80}(?:ignor|deprecat|no effect|unused|not used)).{1,120})/,
    example: 'ERROR: The variable SHOP_CA_SUM is set but there is no certificate at https://shop.example/ca',
    near: 'SHOP_CA_FILE is set but will be ignored',
  },
  {
    // Advice that names a flag: the program was started without what it needs.
    id: 'flag-asked-for',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['please '],
    pattern:
      /\b[Pp]lease (?:specify|provide|pass|supply|give|point|choose|select|set|add)\b(?!.{0,160}(?:instead|deprecat)).{0,100}?[ ("'`](?<flag>-[a-zA-Z]|--[a-z][\w-]{1,40})(?=[\s"'`=).,:]|$)/,
    example: 'error: please specify the ledger to serve with --ledger',
    near: 'Please specify --ledger instead of --book',
  },
  {
    id: 'flag-asked-for-below',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' with -', ' using -', ' via -', ' pass -', ' specify -', ' use -'],
    pattern:
      /(?:^|\s)(?:with|using|via|pass|specify|use) ["'`]?(?<flag>-[a-zA-Z]|--[a-z][\w-]{1,40})(?=[\s"'`=).,:]|$)(?!.{0,80}instead)/,
    context: [{ before: 2, pattern: /\b[Pp]lease (?:specify|provide|pass|supply|give|point|choose|select|set)\b/ }],
    example: '  to load the price lists with -p [DIR|FILE].',
    near: 'the shelf was built with - as its mark',
  },
  {
    // Hardware that an operator hands through; what the kernel or the driver makes is not his to name.
    id: 'device-not-there',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['/dev/'],
    pattern:
      /(?:\bdevice:? ["'`]?(?<file>\/dev\/(?:tty|serial|usb|video|snd|i2c|spi|gpio|hidraw|input|lirc)[\w./-]{0,120})["'`]? (?:does(?: not|n't) exist|(?:was |is |could )?not (?:be )?found|is missing)|[Nn]o such (?:file or directory|device),? (?:cannot open )?["'`]?(?<file2>\/dev\/(?:tty|serial|usb|video|snd|i2c|spi|gpio|hidraw|input|lirc)[\w./-]{0,120})|(?:open|find|access) (?:port |device )?["'`]?(?<file3>\/dev\/(?:tty|serial|usb|video|snd|i2c|spi|gpio|hidraw|input|lirc)[\w./-]{0,120})["'`]?: (?:\[Errno 2\] )?[Nn]o such (?:file or directory|device))/,
    example: 'Looks like the device "/dev/ttyUSB0" does not exist.',
    near: 'the device "/dev/ttyUSB0" is open',
  },
  {
    id: 'licence-not-accepted',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['eula', 'license', 'licence', 'terms of'],
    pattern:
      /(?<message>\b(?:[Yy]ou (?:need|have) to agree to|[Yy]ou must (?:first )?(?:accept|agree to)|[Pp]lease (?:accept|agree to)|(?:has|have) not (?:been )?accepted|must be accepted|not accepted)\b.{0,60}?(?:EULA|[Ll]icen[sc]e (?:[Aa]greement|[Tt]erms)|[Tt]erms of (?:[Uu]se|[Ss]ervice))|(?:EULA|[Ll]icen[sc]e (?:[Aa]greement|[Tt]erms)) (?:was |is |has )?(?:must be|not been|not) accepted)/,
    example: 'You need to agree to the EULA in order to run the server. Go to eula.txt for more info.',
    near: 'the EULA was accepted',
  },
  {
    id: 'must-provide-setting',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['you must ', 'you need to ', 'you have to '],
    pattern:
      /(?<message>\b[Yy]ou (?:must|need to|have to) (?:provide|specify|supply|configure|define) (?:an?|the|at least one|either|your)\b (?!command\b)[\w.\x60'"-]{2,40}.{0,120})/,
    example: 'Error: You must provide an appId!',
    near: 'You must provide for your own lunch',
  },
  {
    id: 'config-file-named-bad',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['.yml', '.yaml', '.toml', '.ini', '.conf', '.cnf', '.cfg', '.properties', '.hcl', '.xml'],
    pattern:
      /(?:\b[Bb]ungled|\b[Ee]rrors? (?:in|loading|parsing|reading|at)|\b[Ff]ailed (?:loading|parsing|to (?:load|parse))|\b[Ss]yntax error (?:in|at)|\b[Ii]nvalid (?:configuration|config|syntax) in)(?: config(?:uration)?(?: file)?)?:? ["'`]?(?<file>\/[\w./-]{1,200}\.(?:ya?ml|toml|ini|conf|cnf|cfg|properties|hcl|xml))\b["'`]?(?!.{0,120}(?:[Pp]ermission denied|[Nn]o such file|[Nn]ot found|does not exist))/,
    example: 'FATAL: Bungled /etc/squid/squid.conf line 3: http_acess allow all',
    near: 'Error loading /etc/shop.conf: permission denied',
  },
  {
    id: 'time-zone-unknown',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['time zone', 'timezone'],
    pattern:
      /(?<message>\b(?:[Uu]nknown|[Ii]nvalid|[Uu]nrecogni[sz]ed) time ?zone:? ["'`]?[A-Z][\w/+-]{1,60}|\b[Tt]ime ?zone:? ["'`][^"'`]{1,60}["'`] (?:is |was )?(?:not recogni[sz]ed|unknown|invalid|not (?:found|valid)))/,
    example: 'FATAL:  time zone "Mars/Base" not recognized',
    near: 'time zone "Europe/Berlin" is used',
  },
  {
    id: 'secret-too-short',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['too short', 'too weak', 'too long'],
    pattern:
      /(?<message>\b(?:[Kk]ey|KEY|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Pp]assphrase|[Ss]alt|SALT)\b["'`]? (?:value |length )?(?:is |was )?too (?:short|weak|long)\b)/,
    example: 'ERROR: The configured JWT secret is too short',
    near: 'the secret of the name is that it is short',
  },
  {
    // The known hosts or the key that an operator mounts: the peer answered.
    id: 'ssh-host-unknown',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['host key verification failed', 'no matching host key', 'knownhosts: key'],
    pattern:
      /(?<message>^Host key verification failed|no matching host key type found.{0,80}|knownhosts: key (?:is unknown|mismatch))/,
    example: 'Host key verification failed.',
    near: 'host key verification passed',
  },
  {
    // git says it of whatever ended the connection: an address, a key, a name that the server does not show.
    id: 'git-unread',
    cause: 'dependency-unreachable',
    weight: 'error',
    vague: true,
    literals: ['could not read from remote repository'],
    pattern: /(?<message>\bCould not read from remote repository)/,
    example: 'fatal: Could not read from remote repository.',
    near: 'the remote repository was read',
  },
  {
    // A git server answered and refused whoever asked, or has none of that name to show them.
    id: 'git-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['permission denied (', 'could not read username', 'could not read password', "' not found", 'code e401'],
    pattern:
      /(?<message>Permission denied \((?:publickey|password|keyboard-interactive)[\w,-]{0,60}\)|could not read (?:Username|Password) for '[^']{1,200}'|fatal: repository '[^']{1,200}' not found|npm (?:ERR!|error) code E401)/,
    example: 'git@git.example: Permission denied (publickey).',
    near: 'fatal: not a git repository (or any of the parent directories): .git',
  },
  {
    // The kernel's E2BIG for the program itself: the variables (one for each Service and port with enableServiceLinks) or the arguments.
    id: 'argument-list-too-long',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['argument list too long'],
    pattern: /(?<message>\bexec(?:ve)?\b.{0,160}?: \\?"?[Aa]rgument list too long)/,
    example: 'standard_init_linux.go:228: exec user process caused: argument list too long',
    near: '/bin/rm: Argument list too long',
  },
  {
    // One address set in front of another by a template.
    id: 'address-two-schemes',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      '://http',
      '://s3://',
      '://tcp://',
      '://redis',
      '://postgres',
      '://mysql://',
      '://mongodb',
      '://amqp',
      '://nats://',
      '://grpc',
      '://ldap',
      '://ws',
    ],
    pattern:
      /(?<![\w+./-])(?<message>[a-z][a-z0-9+]{1,15}:\/\/(?:https?|s3|tcp|rediss?|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqps?|nats|grpcs?|ldaps?|wss?):\/\/[^\s"'`,;)\]}\\]{0,200}[^\s"'`,;:.)\]}\\])/,
    example: 'error: creating server: failed to stat file s3://https://store/parcels',
    near: 'fetching passthrough:///https://store/parcels failed',
  },
  {
    // Which kind of configuration stands between: "invalid memory configuration", "failed to validate the plugin config".
    id: 'config-of-kind-refused',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['configuration', ' config'],
    pattern:
      /(?<message>\b[Ii]nvalid (?:[\w-]{1,20} ){1,2}configuration\b.{0,200}|\b(?:[Ff]ailed to|[Uu]nable to|[Cc]ould not|[Cc]annot) validate (?:the )?(?!networking )(?:[\w-]{1,20} ){1,3}config(?:uration)?\b.{0,200})/,
    example: 'Invalid cache configuration - larger than the disk. Check the value of shop.cache.size',
    near: 'the cache configuration is valid',
  },
];
