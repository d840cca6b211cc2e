// Writes lib/engine/registry.generated.ts (the list of rules) and lib/engine/catalogue.generated.ts (their pages as data).
// Both are committed, so that a reader sees them; scripts/scripts.test.ts fails when they are stale.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { root } from './root.mjs';

/** The H2 of a page (house style §2) and the field each becomes. */
const sections = {
  Meaning: 'meaning',
  Evidence: 'evidence',
  'Not to be confused with': 'confusedWith',
  'What to do': 'whatToDo',
  Sources: 'sources',
};

export const paths = {
  registry: 'lib/engine/registry.generated.ts',
  catalogue: 'lib/engine/catalogue.generated.ts',
};

export function camelCase(id) {
  return id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** Splits a page at its headings. Throws with what is wrong with it. */
export function parsePage(text) {
  const found = new Map();
  let title = null;
  let lines = null;
  let fenced = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    const [, level, words] = (fenced ? null : /^(#{1,2}) (.+)$/.exec(line)) ?? [];
    if (level === '#') {
      if (title !== null) throw new Error('has a second H1');
      title = words.trim();
    } else if (level === '##') {
      const field = sections[words.trim()];
      if (field === undefined)
        throw new Error(`has the heading "${words}"; allowed are ${Object.keys(sections).join(', ')}`);
      if (found.has(field)) throw new Error(`has the heading "${words}" twice`);
      found.set(field, (lines = []));
    } else if (lines !== null) {
      lines.push(line);
    } else if (title !== null && line.trim() !== '') {
      throw new Error('has words between its title and the first heading');
    }
  }
  if (title === null) throw new Error('has no H1');
  const missing = Object.entries(sections).filter(([, field]) => (found.get(field) ?? []).join('').trim() === '');
  if (missing.length > 0) throw new Error(`has nothing under ${missing.map(([heading]) => heading).join(', ')}`);
  if (/\bFill in\b/.test(text)) throw new Error('still says "Fill in"');
  const html = Object.values(sections).map((field) => [field, render(found.get(field).join('\n').trim())]);
  return { title, sections: Object.fromEntries(html) };
}

/** Raw HTML in a page is shown as text, and only http, https and relative links stay links: micromark's own defaults. */
function render(markdown) {
  return micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
}

/** Every rule, by family and id. */
async function findRules(folder) {
  const rules = [];
  const families = await readdir(folder, { withFileTypes: true });
  for (const family of families.filter((entry) => entry.isDirectory())) {
    const names = await readdir(join(folder, family.name));
    for (const name of names) {
      const [, id] = /^([a-z0-9-]+)\.ts$/.exec(name) ?? [];
      if (id === undefined) continue;
      // What the rules of a family share lies beside them, and defines none.
      const text = await readFile(join(folder, family.name, name), 'utf8');
      if (!new RegExp(`^export const ${camelCase(id)} = define\\w*Rule\\(`, 'm').test(text)) continue;
      rules.push({ id, family: family.name, page: join(folder, family.name, `${id}.md`) });
    }
  }
  return rules.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The text of both files, and what is wrong with pages, one sentence each. */
export async function renderCatalogue(folder = join(root, 'lib/engine/rules')) {
  const rules = await findRules(folder);
  const problems = [];
  const pages = [];
  for (const { id, family, page } of rules) {
    try {
      pages.push({ id, family, ...parsePage(await readFile(page, 'utf8')) });
    } catch (error) {
      problems.push(`${family}/${id}.md ${error.code === 'ENOENT' ? 'is missing' : error.message}.`);
    }
  }
  return { registry: registryText(rules), catalogue: catalogueText(pages), problems };
}

function registryText(rules) {
  return [
    '/** Every rule, in the order of ids. Written by scripts/generate-catalogue.mjs. */',
    '',
    "import type { Rule } from './rule';",
    ...rules.map(({ id, family }) => `import { ${camelCase(id)} } from './rules/${family}/${id}';`),
    '',
    'export const rules: readonly Rule[] = [',
    ...rules.map(({ id }) => `  ${camelCase(id)},`),
    '];',
    '',
  ].join('\n');
}

function catalogueText(pages) {
  return [
    '/** The pages of the causes as plain data, in the order of ids. Written by scripts/generate-catalogue.mjs. */',
    '',
    "import type { CauseId, Family } from '../model/causes';",
    '',
    '/** Sections are HTML made from the Markdown beside the rule, without any raw HTML of its own. */',
    'export interface CausePage {',
    '  id: CauseId;',
    '  family: Family;',
    '  title: string;',
    `  sections: Record<${Object.values(sections)
      .map((field) => `'${field}'`)
      .join(' | ')}, string>;`,
    '}',
    '',
    `export const catalogue: readonly CausePage[] = ${JSON.stringify(pages, null, 2)};`,
    '',
  ].join('\n');
}

/** Writes what changed, so that a build that watches the files is not woken for nothing. Answers what is wrong with pages. */
export async function writeCatalogue() {
  const { problems, ...texts } = await renderCatalogue();
  for (const [key, path] of Object.entries(paths)) {
    const file = join(root, path);
    const before = await readFile(file, 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (before !== texts[key]) await writeFile(file, texts[key]);
  }
  return problems;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = await writeCatalogue();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
