/** What a scan does: find the bottle, receive it with the box's temperature, or say why not. */
import { useState } from 'react';
import type { SampleItem } from '../../api/types.ts';
import { useCustody } from '../../api/useCustody.ts';
import { emptyDraft, faultsOf, requestsOf, type CustodyDraft } from '../../state/custody.ts';
import { judgeScan, type ScanVerdict } from '../../state/judgeScan.ts';
import { sound } from '../../state/sounds.ts';
import { wallOfInstant } from '../../state/wallTime.ts';

/** What is said once for all bottles of a box. */
export interface Box {
  temperature: string;
  deviation: string;
  from: string;
  to: string;
  seal: string;
}

export interface Scan {
  id: number;
  code: string;
  verdict: ScanVerdict | 'sending' | 'received' | 'refused';
  /** Why it was refused, in the reader's language. */
  sentence: string;
  sample: SampleItem | null;
}

interface Desk {
  round: string;
  timeZone: string;
  limitC: number | null;
  samples: readonly SampleItem[];
  box: Box;
}

export function useReceiving({ round, timeZone, limitC, samples, box }: Desk) {
  const custody = useCustody(round);
  const [scans, setScans] = useState<Scan[]>([]);
  const draft: CustodyDraft = {
    ...emptyDraft('receive', wallOfInstant(new Date().toISOString(), timeZone)),
    ...box,
  };
  const missing = box.temperature.trim() === '' ? 'temperature-missing' : null;
  const blocked = missing ?? faultsOf(draft, timeZone, limitC, new Date())[0] ?? null;
  const waiting = scans.filter((scan) => scan.verdict === 'waiting');

  const settle = (ids: readonly string[], verdict: Scan['verdict'], sentences: ReadonlyMap<string, string> = new Map()): void =>
    setScans((previous) =>
      previous.map((scan) =>
        scan.sample !== null && ids.includes(scan.sample.id) && (scan.verdict === 'sending' || scan.verdict === 'waiting')
          ? { ...scan, verdict, sentence: sentences.get(scan.sample.id) ?? '' }
          : scan,
      ),
    );

  const send = (bottles: readonly SampleItem[]): void => {
    const ids = bottles.map((bottle) => bottle.id);
    settle(ids, 'sending');
    custody.mutate(requestsOf(draft, bottles, timeZone, limitC), {
      onSuccess: (answer) => {
        settle(
          answer.done.map((one) => one.sampleId),
          'received',
        );
        settle(
          answer.refused.map((one) => one.sampleId),
          'refused',
          new Map(answer.refused.map((one) => [one.sampleId, one.sentence])),
        );
        sound(answer.refused.length === 0 ? 'done' : 'error');
      },
      onError: () => {
        settle(ids, 'waiting');
        sound('error');
      },
    });
  };

  const scan = (code: string): void => {
    const held = scans.flatMap((one) =>
      one.sample !== null && (one.verdict === 'waiting' || one.verdict === 'sending') ? [one.sample.id] : [],
    );
    const { verdict, sample } = judgeScan(code, samples, held, blocked !== null);
    setScans((previous) => [
      { id: previous.length, code, verdict: verdict === 'ready' ? 'sending' : verdict, sentence: '', sample },
      ...previous,
    ]);
    if (verdict === 'ready' && sample !== null) send([sample]);
    else sound('error');
  };

  return {
    scans,
    scan,
    waiting,
    blocked,
    received: samples.filter((sample) => sample.state === 'received' || sample.state === 'disposed').length,
    sending: custody.isPending,
    error: custody.isError ? custody.error : null,
    sendWaiting: () => send(waiting.flatMap((one) => (one.sample === null ? [] : [one.sample]))),
  };
}
