/**
 * Signs the head of the audit chain once a day, at the start and at the end, into a plain file of
 * the data folder. Against a copy of that file kept elsewhere, a cut or rewritten chain shows.
 */
import { writeAnchor } from '../../models/store/index.ts';
import type { Services } from '../http/services.ts';

const DAILY_MS = 24 * 3_600_000;

export interface DailyAnchor {
  /** Signs once more and stops. */
  end: () => Promise<void>;
}

export async function startDailyAnchor({ store, config, clock, log }: Services): Promise<DailyAnchor> {
  const sign = async (): Promise<void> => {
    try {
      if ((await store.revision()) > 0) await writeAnchor(store, config.dataDir, clock());
    } catch (error) {
      // the server goes on: results must not be lost because somebody tampered with what was there before
      log.error({ err: error }, 'the head of the audit chain could not be signed');
    }
  };
  await sign();
  const timer = setInterval(() => void sign(), DAILY_MS);
  timer.unref();
  return {
    async end() {
      clearInterval(timer);
      await sign();
    },
  };
}
