/** Which objects of a scope the feed knows, in which version and where, so that nothing is told twice and time never runs back. */
import 'server-only';
import { compareVersions, isOlder } from './resource-version';

interface Identified {
  metadata: { namespace: string; uid: string; resourceVersion: string };
}

/** uid → resourceVersion. The strings are the projected objects' own, so an entry costs about 50 bytes. */
export class KnownObjects {
  private versions = new Map<string, string>();
  /** How many there are in each namespace. */
  private counts = new Map<string, number>();

  get size(): number {
    return this.versions.size;
  }

  has(uid: string): boolean {
    return this.versions.has(uid);
  }

  version(uid: string): string | undefined {
    return this.versions.get(uid);
  }

  entries(): IterableIterator<[string, string]> {
    return this.versions.entries();
  }

  /** Where there are any. */
  namespaces(): Iterable<string> {
    return this.counts.keys();
  }

  /** Nothing is in it any more, as another scope has told. */
  leave(namespace: string): void {
    this.counts.delete(namespace);
  }

  /**
   * An object is known in a newer version than a later list has it; or it was not there any more at `at`, the version up to
   * which all is known, and is back as it was.
   */
  isAheadOf(objects: Identified[], at: string | null): boolean {
    // What could not be read may have no uid, and is then any other such object.
    return objects.some(
      ({ metadata: { uid, resourceVersion } }) => uid !== '' && isOlder(resourceVersion, this.versions.get(uid) ?? at),
    );
  }

  /** Something in the list is new, changed, or gone. */
  differsFrom(objects: Identified[]): boolean {
    const uids = new Set(objects.map(({ metadata }) => metadata.uid));
    if (uids.size !== this.size) return true;
    return objects.some(
      ({ metadata: { uid, resourceVersion } }) => uid !== '' && this.version(uid) !== resourceVersion,
    );
  }

  replace(objects: Identified[]): void {
    this.versions = new Map(objects.map(({ metadata }) => [metadata.uid, metadata.resourceVersion]));
    this.counts = new Map();
    for (const { metadata } of objects) this.count(metadata.namespace, 1);
  }

  /** False for a state that is already known, or older than the one known (F30, F31). */
  advance({ metadata: { namespace, uid, resourceVersion } }: Identified): boolean {
    const known = this.versions.get(uid);
    if (known !== undefined && (known === resourceVersion || compareVersions(resourceVersion, known) < 0)) return false;
    this.versions.set(uid, resourceVersion);
    if (known === undefined) this.count(namespace, 1);
    return true;
  }

  /** False where it was gone already. */
  forget({ metadata: { namespace, uid } }: Identified): boolean {
    if (!this.versions.delete(uid)) return false;
    this.count(namespace, -1);
    return true;
  }

  private count(namespace: string, change: number): void {
    const count = (this.counts.get(namespace) ?? 0) + change;
    if (count > 0 && namespace !== '') this.counts.set(namespace, count);
    else this.counts.delete(namespace);
  }
}
