/** Up to which version each scope of one kind was told, so that no list shows an older state than one shown before (F31). */
import 'server-only';
import { isOlder } from './resource-version';

export class Shown {
  /** How often the server was found to have gone back to a backup: what a scope told before that no longer counts. */
  restores = 0;
  /** By namespace, for they do not touch: what one tells all the time must not make the list of another look old. Null: of all. */
  private versions = new Map<string | null, string>();

  /** No list of this scope may be older. Null: nothing of it was told. */
  of(namespace: string | null): string | null {
    const told = namespace === null ? this.versions.keys() : [null, namespace];
    let newest: string | null = null;
    for (const scope of told) {
      const version = this.versions.get(scope) ?? null;
      if (version !== null && !isOlder(version, newest)) newest = version;
    }
    return newest;
  }

  told(namespace: string | null, version: string): void {
    if (!isOlder(version, this.versions.get(namespace) ?? null)) this.versions.set(namespace, version);
  }

  /** It is back at this version: the only reason to go back with it, in all scopes. */
  restored(version: string): void {
    this.restores++;
    this.versions = new Map([[null, version]]);
  }

  /** It is not there any more. Under its name there may be another, and that one's list must not be of the time before. */
  leave(namespace: string): void {
    const version = this.of(namespace);
    if (version !== null) this.told(null, version);
    this.versions.delete(namespace);
  }
}
