/** The account in whose name the command line acts: whoever can read the data folder can do what it can do. */
import type { Role } from '../../models/schemas/vocabulary.ts';
import { insertUser, userByUsername } from '../../models/store/repositories/users.ts';
import type { Store } from '../../models/store/types.ts';
import { currentUser } from '../auth/sessions.ts';
import type { CurrentUser } from '../auth/permissions.ts';

const USERNAME = 'command-line';
/** It makes rounds, imports, assesses and plans; it never verifies or releases. */
const ROLES: Role[] = ['technician', 'quality-manager', 'planner'];

export async function operator(store: Store, at: number): Promise<CurrentUser> {
  const known = await userByUsername(store.read, USERNAME);
  const row =
    known ??
    (await store.write((tx) =>
      insertUser(tx, {
        username: USERNAME,
        displayName: '命令行 command line',
        passwordHash: null,
        roles: ROLES,
        areaCodes: [],
        language: null,
        at,
      }),
    ));
  return currentUser(store, row);
}
