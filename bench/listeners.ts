/** Browsers that only listen. */
/** Opens `count` live streams that are read and thrown away, as so many browsers would; the returned function ends them. */
export async function listen(url: string, count: number): Promise<() => void> {
  const controller = new AbortController();
  const drain = async (): Promise<void> => {
    const { body } = await fetch(`${url}/api/v1/live`, { signal: controller.signal });
    const read = async (): Promise<void> => {
      const reader = body?.getReader();
      while (reader !== undefined && !(await reader.read()).done);
    };
    void read().catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
  };
  await Promise.all(Array.from({ length: count }, drain));
  return () => controller.abort();
}
