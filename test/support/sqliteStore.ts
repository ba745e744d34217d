/** A SQLite store in a folder of its own, for tests that are not about the store. */
import { openStore, type Store } from '../../models/store/index.ts';
import { tempFolder } from './tempFolder.ts';

/** The caller closes it. @param now milliseconds since the epoch */
export async function openTempStore(now?: () => number): Promise<{ store: Store; dataDir: string }> {
  const dataDir = tempFolder();
  return { store: await openStore({ dataDir, ...(now === undefined ? {} : { now }) }), dataDir };
}
