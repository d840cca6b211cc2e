/** Loads Prisma's schema engine (WebAssembly) by hand: no download, no child process; only where a migration is due. */
import 'server-only';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The WebAssembly side of the glue: it must be told to start once. */
interface EngineExports extends WebAssembly.Exports {
  __wbindgen_start(): void;
}

let loaded: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | null = null;

/**
 * Lends an engine for one database to `work`. `datamodels` are [path, content] of the schema of that provider.
 * Throws where the module cannot be loaded or the database cannot be reached, and what `work` throws.
 */
export async function withSchemaEngine<T>(
  datamodels: [string, string][],
  adapter: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const [{ SchemaEngine: Engine }, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    loaded,
    import('@prisma/driver-adapter-utils'),
  ]);
  // The engine's lock (advisory, or SQLite's exclusive mode) lives as long as its connection, which it never closes itself.
  const connections: SqlDriverAdapter[] = [];
  const tracked: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => keep(await adapter.connect()),
    connectToShadowDb: async () => keep(await adapter.connectToShadowDb()),
  };
  function keep(connection: SqlDriverAdapter): SqlDriverAdapter {
    connections.push(connection);
    return connection;
  }
  try {
    const engine = await Engine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(tracked));
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await Promise.all(connections.map((connection) => connection.dispose()));
  }
}

async function load() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  // The package's own entry imports the .wasm as a module, which Node 20 does not do.
  const require = createRequire(/* turbopackIgnore: true */ join(process.cwd(), 'package.json'));
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(/* turbopackIgnore: true */ join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': importsOf(glue) });
  glue.__wbg_set_wasm(instance.exports);
  exportsOf(instance).__wbindgen_start();
  return glue;
}

/** The glue's functions are what the module imports under './schema_engine_bg.js' (written so by wasm-bindgen). */
function importsOf(glue: object): WebAssembly.ModuleImports {
  return glue as WebAssembly.ModuleImports;
}

/** wasm-bindgen writes `__wbindgen_start` into every module that it makes for bundlers. */
function exportsOf(instance: WebAssembly.Instance): EngineExports {
  return instance.exports as EngineExports;
}
