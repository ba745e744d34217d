import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'verify',
  summary: 'Recompute the audit chain and the digest of every audited row',
  help: `Answers { entries, rows, ok, firstBroken? }: firstBroken names the first entry that does not hold, and why.
May run beside a server. Exit 1 when the chain is broken.`,
  failed: (answer) => !(answer as { ok: boolean }).ok,
  run: async ({ store, say }) => {
    const opened = await store({ readOnly: true });
    let said = 0;
    const report = await opened.verify({
      progress: (done, total) => {
        const share = total === 0 ? 100 : Math.floor((done / total) * 100);
        if (share >= said + 10) say(`${(said = share - (share % 10))} % of ${total}`);
      },
    });
    if (!report.ok) say(`The chain does not hold: ${report.firstBroken?.why ?? 'see the answer'}`);
    return report;
  },
});
