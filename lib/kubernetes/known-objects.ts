/** Which objects of a scope the feed knows and in which version, so that nothing is told twice and time never runs back. */
import 'server-only';
import { compareVersions } from './resource-version';

interface Identified {
  metadata: { uid: string; resourceVersion: string };
}

/** uid → resourceVersion. The strings are the projected objects' own, so an entry costs about 50 bytes. */
export class KnownObjects {
  private versions = new Map<string, string>();

  get size(): number {
    return this.versions.size;
  }

  has(uid: string): boolean {
    return this.versions.has(uid);
  }

  entries(): IterableIterator<[string, string]> {
    return this.versions.entries();
  }

  replace(objects: Identified[]): void {
    this.versions = new Map(objects.map(({ metadata }) => [metadata.uid, metadata.resourceVersion]));
  }

  clear(): void {
    this.versions = new Map();
  }

  /** False for a state that is already known, or older than the one known (F30, F31). */
  advance({ metadata: { uid, resourceVersion } }: Identified): boolean {
    const known = this.versions.get(uid);
    if (known !== undefined && (known === resourceVersion || compareVersions(resourceVersion, known) < 0)) return false;
    this.versions.set(uid, resourceVersion);
    return true;
  }

  /** False where it was gone already. */
  forget(uid: string): boolean {
    return this.versions.delete(uid);
  }
}
