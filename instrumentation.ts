/** Next calls this once, before the first request: the runtime starts here and ends at SIGTERM. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ getRuntime }, { endGracefully }, { notePeers }] = await Promise.all([
    import('./lib/runtime/runtime'),
    import('./lib/runtime/shutdown'),
    import('./lib/runtime/peer'),
  ]);
  notePeers();
  endGracefully(await getRuntime());
}
