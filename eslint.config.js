// Type-aware lint. What stands here is what reviews kept asking for: directions of imports (design §3), no swallowed errors,
// pure rooms, no regular expression that can blow up.
import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** Room → the rooms that it may import. Each may import itself. */
const imports = {
  model: [],
  format: [],
  engine: ['model', 'format', 'remedy'],
  remedy: ['model', 'format'],
  redact: ['model'],
  report: ['model', 'format'],
  kubernetes: ['model', 'format', 'redact', 'config', 'projection'],
  projection: ['model', 'format', 'redact', 'kubernetes'],
  recording: ['model', 'format', 'redact', 'projection'],
  cluster: ['model'],
  prometheus: ['model', 'config'],
  collect: ['model', 'format', 'cluster', 'prometheus', 'redact'],
  store: ['model', 'config'],
  config: ['model'],
  cli: ['service', 'report', 'model'],
  app: ['components', 'service', 'model', 'format'],
  components: ['model', 'format', 'report'],
};
const libRooms = Object.keys(imports).filter((room) => room !== 'app' && room !== 'components');
imports.service = ['runtime', ...libRooms.filter((room) => room !== 'cli')];
imports.runtime = libRooms.filter((room) => room !== 'cli');

const folders = { projection: 'lib/kubernetes/projection', app: 'app', components: 'components' };
const elements = [
  // The first pattern that fits names the room, so the room within a room comes first.
  ...['projection', ...Object.keys(imports).filter((room) => room !== 'projection')].map((room) => {
    return { type: room, pattern: folders[room] ?? `lib/${room}`, partialMatch: false };
  }),
];

const pureRooms = ['model', 'format', 'engine', 'remedy', 'redact', 'report'];
const tests = [
  '**/*.test.{ts,tsx}',
  '**/testing.ts',
  '**/test-*.ts',
  '**/fixtures/**',
  'lib/engine/scenarios/**',
  'lib/engine/testing/**',
  'e2e/**',
  'bench/**',
];

const prismaBelongsToStore = {
  regex: '^(@prisma/|prisma($|/))|/generated/(sqlite|postgres)/',
  message: 'lib/store is the only importer of Prisma.',
};
const npmOfPureRooms = {
  regex: '^(?!\\.|@/|zod$|yaml$)',
  message: 'This room is pure: it takes zod and yaml at most (design §3).',
};
const npmOfBrowser = {
  regex: '^(node:|zod($|/)|server-only$|@kubernetes/)',
  message: 'This runs in the browser: types and plain data only.',
};

const swallowed = [
  {
    selector:
      "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[params.length=0]:matches([body.type='Literal'], [body.type='Identifier'], [body.type='ArrayExpression'], [body.type='ObjectExpression'])",
    message: 'A swallowed error: say which error is expected, or let it through.',
  },
  {
    selector: "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression > BlockStatement[body.length=0]",
    message: 'A swallowed error: say which error is expected, or let it through.',
  },
];
const rawHtml = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
  message:
    'Cluster text is text. Only components/causes/catalogue-html shows HTML, which was made from our own Markdown at build time.',
};
const impure = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'No clock here: `now` is an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'No clock here: `now` is an argument.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'No randomness here.' },
];

export default tseslint.config(
  {
    ignores: ['node_modules/', '.next*/', 'dist/', 'coverage/', 'shots/', 'test-results/', 'playwright-report/'],
  },
  { ignores: ['**/generated/', '**/*.generated.ts', 'next-env.d.ts', 'e2e/cluster/lab/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { boundaries, regexp },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: {
      'boundaries/elements': elements,
      'boundaries/files': [
        { category: 'catalogue', pattern: 'lib/engine/catalogue.generated.ts' },
        { category: 'test', pattern: tests },
      ],
      'import/resolver': { typescript: { project: './tsconfig.json' } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message: '{{from.element.type}} may not import {{to.element.type}} (design §3).',
          policies: [
            ...Object.entries(imports).map(([room, allowed]) => ({
              from: { element: { type: room } },
              allow: { to: { element: { types: { anyOf: [room, ...allowed] } } } },
            })),
            { from: { element: { type: 'components' } }, allow: { to: { file: { categories: 'catalogue' } } } },
            { from: { element: { type: 'app' } }, allow: { to: { file: { categories: 'catalogue' } } } },
            {
              from: { file: { categories: 'test' } },
              allow: { to: { element: { types: { anyOf: Object.keys(imports) } } } },
            },
          ],
        },
      ],
      'no-restricted-imports': ['error', { patterns: [prismaBelongsToStore] }],
      'no-restricted-syntax': ['error', ...swallowed, rawHtml],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowNullish: false }],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/return-await': 'error',
      // A fake that answers at once is still a promise.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // One hostile line of a log must not stop the process (security A24). The engine's hundreds of signatures are too many for
    // these rules (minutes, and a limit of their library): lib/engine feeds each with hostile text in a test instead.
    files: [
      'lib/{format,kubernetes,recording,cluster,collect,config,store,service,cli}/**/*.ts',
      'lib/redact/*.ts',
      'app/**/*.ts',
    ],
    ignores: tests,
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': 'error',
      'regexp/no-contradiction-with-assertion': 'error',
      'regexp/no-dupe-disjunctions': 'error',
      'regexp/no-empty-alternative': 'error',
      'regexp/no-misleading-capturing-group': 'error',
      'regexp/no-optional-assertion': 'error',
      'regexp/no-useless-assertions': 'error',
    },
  },
  {
    files: ['components/**/*.{ts,tsx}', 'app/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: pureRooms.map((room) => `lib/${room}/**/*.ts`),
    ignores: tests,
    rules: {
      'no-restricted-imports': ['error', { patterns: [npmOfPureRooms] }],
      'no-restricted-syntax': ['error', ...swallowed, ...impure],
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'crypto',
        'performance',
        'setTimeout',
        'setInterval',
        'Buffer',
      ],
    },
  },
  {
    files: ['components/**/*.{ts,tsx}'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', { patterns: [prismaBelongsToStore, npmOfBrowser] }] },
  },
  { files: ['components/causes/catalogue-html.tsx'], rules: { 'no-restricted-syntax': ['error', ...swallowed] } },
  { files: ['lib/store/**/*.ts', 'prisma.config.ts', 'scripts/**'], rules: { 'no-restricted-imports': 'off' } },
  // The two voices of the product: the log of the server and the output of the command line.
  { files: ['lib/runtime/**', 'lib/cli/**', 'e2e/**', 'bench/**', 'scripts/**'], rules: { 'no-console': 'off' } },
  {
    files: tests,
    rules: {
      'boundaries/dependencies': 'off',
      'no-restricted-imports': 'off',
      // Assertions on `expect(object.method)` and on parsed JSON are what tests are made of.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': ['error', ...swallowed], 'no-empty': ['error', { allowEmptyCatch: false }] },
  },
);
