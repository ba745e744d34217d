/**
 * Listens to /api/changes while somebody is signed in. The browser reconnects by itself and names
 * the last event it saw, so the server sends what was missed, or `reset` where that is too much:
 * then everything on screen is asked for once more.
 */
import { useEffect, useState } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { applyChange } from '../state/applyChange.ts';
import type { Change } from './types.ts';

function parse(event: MessageEvent): unknown {
  return JSON.parse(String(event.data)) as unknown;
}

function listen(client: QueryClient, setLive: (live: boolean) => void): () => void {
  const source = new EventSource('/api/changes');
  source.addEventListener('open', () => setLive(true));
  source.addEventListener('error', () => setLive(false));
  // The server no longer knows everything that was missed.
  source.addEventListener('reset', () => void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }));
  source.addEventListener('change', (event) => applyChange(client, parse(event) as Change));
  source.addEventListener('assessment', () => {
    for (const queryKey of [['assessments'], ['map'], ['evidence'], ['worklist']]) void client.invalidateQueries({ queryKey });
  });
  source.addEventListener('schedule', () => {
    for (const queryKey of [['schedules'], ['schedule'], ['worklist']]) void client.invalidateQueries({ queryKey });
  });
  return () => source.close();
}

/** @returns false while the connection is lost, so that the shell can say that the screen may be behind */
export function useChanges(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(true);
  useEffect(() => listen(client, setLive), [client]);
  return live;
}
