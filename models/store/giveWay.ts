/** Lets timers, sockets and other callers have their turn; a SQLite loop never does by itself. */
export const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
