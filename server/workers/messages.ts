/** What the pool and its workers say to each other. */
export type ToWorker =
  | { kind: 'job'; job: number; task: string; input: unknown }
  | { kind: 'part'; job: number; part: number; from: number; to: number }
  | { kind: 'forget'; job: number };

export type FromWorker =
  | { kind: 'done'; job: number; part: number; result: unknown }
  | { kind: 'failed'; job: number; part: number; name: string; message: string };
