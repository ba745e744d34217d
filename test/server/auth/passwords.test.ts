import { expect } from 'chai';
import { hashPassword, passwordProblems, verifyPassword } from '../../../server/auth/passwords.ts';

const problem = (password: string, username = 'zhang.san') => passwordProblems(password, username)[0]?.message;

describe('passwords', () => {
  it('are kept as argon2id with 19 MiB and two passes, salted', async () => {
    const [one, two] = await Promise.all([hashPassword('reeds by the river'), hashPassword('reeds by the river')]);
    expect(one).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.to.equal(two);
    expect(await verifyPassword(one, 'reeds by the river')).to.equal(true);
    expect(await verifyPassword(one, 'reeds by the River')).to.equal(false);
  });

  it('are the same letters whichever way they are typed', async () => {
    const hash = await hashPassword('caf\u00e9 au bord de l\u2019eau');
    expect(await verifyPassword(hash, 'cafe\u0301 au bord de l\u2019eau')).to.equal(true);
  });

  it('cost the same work where there is no account', async () => {
    const hash = await hashPassword('reeds by the river');
    const time = async (stored: string | null) => {
      const times: number[] = [];
      for (let run = 0; run < 7; run += 1) {
        const started = performance.now();
        await verifyPassword(stored, 'something else entirely');
        times.push(performance.now() - started);
      }
      return times.sort((a, b) => a - b)[3] ?? 0;
    };
    await verifyPassword(null, 'warm');
    const [known, unknown] = [await time(hash), await time(null)];
    expect(unknown / known).to.be.within(0.4, 2.5);
  });

  it('have twelve characters at least, counted as people count, and no rules of composition', () => {
    expect(problem('abcdefghxyz')).to.equal('password.short');
    expect(problem('水鉴水鉴芦苇河边石头一二')).to.equal(undefined);
    expect(problem('all lower case words')).to.equal(undefined);
    expect(problem('😀'.repeat(6))).to.equal('password.short');
    expect(problem(`${'long but fine '.repeat(20)}`)).to.equal('password.long');
  });

  it('are none of the common ones, no repetition, no run, no name', () => {
    for (const common of ['password1234', 'PASSWORD1234', 'qwertyuiop123', '1qaz2wsx3edc', 'administrator'])
      expect(problem(common), common).to.equal('password.common');
    for (const trivial of ['aaaaaaaaaaaaaa', 'abcabcabcabc', '123456789012345', 'abcdefghijklmn', '0987654321098'])
      expect(problem(trivial), trivial).to.equal('password.common');
    expect(problem('zhang.san2024!!')).to.equal('password.personal');
    expect(problem('Shuijian20261121')).to.equal('password.personal');
  });
});
