/** The example's data folder: loaded once from a fixed seed, finished rounds assessed, then used again at each start. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../models/errors.ts';
import { openStore } from '../../models/store/index.ts';
import { assessmentHeads } from '../../models/store/repositories/assessments.ts';
import { countResults, listRounds } from '../../models/store/repositories/rounds.ts';
import { listUsers, userByUsername } from '../../models/store/repositories/users.ts';
import type { Store } from '../../models/store/types.ts';
import { currentUser } from '../auth/sessions.ts';
import { newToken, sha256 } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import { loadExample } from '../example/loadExample.ts';
import { assessRound, EXAMPLE_DRAWING } from '../usecases/assessment/assess.ts';
import { DEMO_PEOPLE, type DemoPerson } from './people.ts';

const DEMO_SEED = 20180101;
/** Only a folder that the demo made itself may be thrown away by the demo. */
const MARK = 'demo.json';

interface Mark {
  synthetic: true;
  example: 'huilai';
  seed: number;
  /** False until the last row of the example is there. */
  loaded: boolean;
}

async function mark(dataDir: string, loaded: boolean): Promise<void> {
  const content: Mark = { synthetic: true, example: 'huilai', seed: DEMO_SEED, loaded };
  // as the store would make it: other accounts of the machine have no business in it
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(join(dataDir, MARK), `${JSON.stringify(content, null, 2)}\n`);
}

const isLoaded = async (dataDir: string): Promise<boolean> =>
  (JSON.parse(await readFile(join(dataDir, MARK), 'utf8')) as Partial<Mark>).loaded === true;

/** Empties the folder of an earlier demo. @throws Error for a folder that is none, or that a server is using */
export async function startOver(config: Config): Promise<void> {
  const { dataDir } = config;
  if (!existsSync(dataDir)) return;
  if (!existsSync(join(dataDir, MARK)))
    throw new Error(`${dataDir} was not made by the demo (no ${MARK} in it); it is left alone. Choose another DATA_DIR.`);
  // refused while another process holds it
  await (await openStore({ dataDir, migrate: true })).close();
  await rm(dataDir, { recursive: true });
}

/** A round with a result in one of these states is still being worked on. */
const UNFINISHED: ReadonlySet<string> = new Set(['pending', 'entered', 'submitted', 'verified']);

async function assessFinished(store: Store, clock: () => number, say: (text: string) => void): Promise<void> {
  const row = await userByUsername(store.read, 'demo-quality');
  if (row === undefined) return;
  const user = await currentUser(store, row);
  const assessed = new Set((await assessmentHeads(store.read)).map(({ roundId }) => roundId));
  const rounds = (await listRounds(store.read)).filter(({ id }) => !assessed.has(id)).sort((a, b) => a.startsOn.localeCompare(b.startsOn));
  const counts = await countResults(
    store.read,
    rounds.map(({ id }) => id),
  );
  const waits = new Set(counts.filter(({ state }) => UNFINISHED.has(state)).map(({ roundId }) => roundId));
  const finished = rounds.filter(({ id }) => !waits.has(id));
  if (finished.length > 0) say(`Assessing ${finished.length} rounds … 正在评估 ${finished.length} 个轮次 …`);
  for (const { code } of finished) {
    try {
      await assessRound(store, { user, at: clock(), round: code, seed: DEMO_SEED, drawing: EXAMPLE_DRAWING });
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'nothing-to-assess')) throw error;
      say(`${code}: ${error.message}`);
    }
  }
}

/** @param say messages for the person at the terminal */
export async function prepareDemo(config: Config, clock: () => number, say: (text: string) => void): Promise<Store> {
  const { dataDir } = config;
  if (existsSync(dataDir) && !existsSync(join(dataDir, MARK)) && existsSync(join(dataDir, 'shuijian.sqlite'))) {
    throw new Error(`${dataDir} holds data that are not the demo's; example data are never mixed with them. Choose another DATA_DIR.`);
  }
  if (existsSync(join(dataDir, MARK)) && !(await isLoaded(dataDir))) {
    say('An earlier start broke off while loading; starting over. 上次载入中断，重新开始。');
    await startOver(config);
  }
  const fresh = !existsSync(join(dataDir, MARK));
  if (fresh) await mark(dataDir, false);
  const store = await openStore({ dataDir, migrate: true, onCopy: (folder) => say(`The folder is of an older version and is upgraded; a copy is kept in ${folder}; remove it when the new version has proved itself. 数据文件夹来自旧版本，正在升级；副本存于该处，确认新版本无误后可自行删除。`) });
  try {
    if ((await store.revision()) === 0) say(`Loading the example (synthetic, seed ${DEMO_SEED}) … 正在载入示例数据（合成）…`);
    const { written } = await loadExample(store, { seed: DEMO_SEED, at: clock() });
    if (fresh) await mark(dataDir, true);
    if (written > 0) say(`${written} rows written to ${dataDir}`);
    await assessFinished(store, clock, say);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

export interface DemoLink extends DemoPerson {
  token: string;
  username: string;
}

/** A sign-in link per role, good as long as this process runs. */
export async function demoLinks(store: Store): Promise<{ links: DemoLink[]; byHash: ReadonlyMap<string, string> }> {
  const accounts = (await listUsers(store.read)).filter(({ username, active }) => active && username.startsWith('demo-'));
  const links: DemoLink[] = [];
  const byHash = new Map<string, string>();
  for (const person of DEMO_PEOPLE) {
    const account = accounts.find(
      ({ roles, username }) => roles.includes(person.role) && !links.some((link) => link.username === username),
    );
    if (account === undefined) continue;
    const token = newToken();
    byHash.set(sha256(token), account.id);
    links.push({ ...person, token, username: account.username });
  }
  return { links, byHash };
}
