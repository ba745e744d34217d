import { expect } from 'chai';
import { things } from '../../../models/schemas/index.ts';
import type { Store } from '../../../models/store/types.ts';
import { route } from '../../../server/http/route.ts';
import { storeTag, type TaggedRequest } from '../../../server/http/storeTag.ts';

describe('the ETag that is known before anything is read', () => {
  const asked: TaggedRequest = {
    address: '/api/rounds/2018-Q1/grid',
    language: 'en',
    user: { id: 'u1', username: 'one', displayName: 'One', roles: ['technician'], areaCodes: ['N'], scope: new Set(['N', 'n1']), accounts: new Set(['u1']), language: null },
  };
  const at = (sequence: number, hash: string): Pick<Store, 'head'> => ({ head: () => Promise.resolve({ sequence, hash }) });
  const user = (change: object): TaggedRequest => ({ ...asked, user: asked.user === null ? null : { ...asked.user, ...change } });

  it('is another for another chain, address, language, person, role or place', async () => {
    const store = at(7, 'abc');
    const tags = await Promise.all([
      storeTag(store, asked),
      storeTag(at(8, 'abc'), asked),
      // a restored backup counts the same numbers again
      storeTag(at(7, 'abd'), asked),
      storeTag(store, { ...asked, address: '/api/rounds/2018-Q2/grid' }),
      storeTag(store, { ...asked, language: 'zh-CN' }),
      storeTag(store, { ...asked, user: null }),
      storeTag(store, user({ id: 'u2' })),
      storeTag(store, user({ roles: ['technician', 'verifier'] })),
      storeTag(store, user({ areaCodes: ['N', 'S'] })),
      // a place was put below another one between the reading of the person and of the chain
      storeTag(store, user({ scope: new Set(['N']) })),
      storeTag(store, user({ scope: null })),
    ]);
    expect(new Set(tags).size).to.equal(tags.length);
    expect(await storeTag(store, user({ scope: new Set(['n1', 'N']), displayName: 'Renamed' }))).to.equal(tags[0]);
  });

  it('rests on every thing but these being audited', () => {
    expect([...things.values()].filter(({ keeping }) => keeping === 'working').map(({ name }) => name)).to.have.members(['session', 'passwordGuard', 'setupToken', 'idempotencyKey']);
  });

  it('is for what is read only', () => {
    expect(() => route({ method: 'post', path: '/api/x', operation: 'session', summary: 'x', follows: 'store', handler: () => undefined as never })).to.throw('only what is read');
  });
});
