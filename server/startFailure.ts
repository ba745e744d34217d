/** What a start that cannot be says: one sentence in each language with what was met and what to do, never a stack. */
import type { Config } from './config.ts';

type Place = Pick<Config, 'port' | 'host' | 'dataDir' | 'databaseUrl'>;

/** Of the system, where a file or folder may not be written. */
const NOT_WRITABLE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);
/** Of the system, where nobody answers at an address. */
const NOBODY_THERE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT']);

interface Met {
  code: string;
  /** Of a fault of the file system. */
  path: string;
  syscall: string;
  /** Of a refused address; the command line may have chosen another than the settings. */
  port: number | undefined;
}

function met(error: unknown): Met {
  const of = (name: string): string => {
    const value: unknown = error instanceof Error ? (error as unknown as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const port: unknown = error instanceof Error && 'port' in error ? error.port : undefined;
  return { code: of('code'), path: of('path'), syscall: of('syscall'), port: typeof port === 'number' ? port : undefined };
}

function dataFolder(error: unknown, { dataDir }: Place): string | undefined {
  const { code, path } = met(error);
  const full = code === 'ENOSPC' || code.startsWith('SQLITE_FULL');
  const ofSqlite = code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY');
  const ofSystem = NOT_WRITABLE.has(code) && (dataDir.startsWith(path) || path.startsWith(dataDir));
  if (path !== '' ? !(full || ofSystem) : !(full || ofSqlite)) return undefined;
  if (full) return `The disk of the data folder ${dataDir} is full (${code}): make room, or name another folder: DATA_DIR=…\n数据目录 ${dataDir} 所在磁盘已满（${code}）：请腾出空间，或用 DATA_DIR=… 指定其他目录。`;
  if (code === 'ENOTDIR' || code === 'EEXIST') return `The data folder ${dataDir} is not a folder, or lies below a file (${code}): name another: DATA_DIR=…\n数据目录 ${dataDir} 不是目录，或位于某个文件之下（${code}）：请用 DATA_DIR=… 指定其他目录。`;
  return `The data folder ${dataDir} cannot be written by this account (${code}): give it to this account, or name another folder: DATA_DIR=…\n当前账户无法写入数据目录 ${dataDir}（${code}）：请授予写入权限，或用 DATA_DIR=… 指定其他目录。`;
}

function address(error: unknown, { port: set, host, databaseUrl }: Place): string | undefined {
  const { code, syscall, port = set } = met(error);
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken by another program: stop it, or choose another port: PORT=8081\n${host} 的端口 ${port} 已被其他程序占用：请停止该程序，或改用其他端口：PORT=8081`;
  if (code === 'EACCES' && syscall === 'listen')
    return `Port ${port} of ${host} may not be used by this account: choose one above 1023: PORT=8080\n当前账户不能使用 ${host} 的端口 ${port}：请选择大于 1023 的端口：PORT=8080`;
  if (code === 'EADDRNOTAVAIL' || (syscall === 'getaddrinfo' && databaseUrl === undefined))
    return `${host} is no address of this machine: choose one, such as 127.0.0.1 or 0.0.0.0: HOST=127.0.0.1\n${host} 不是本机地址：请改用例如 HOST=127.0.0.1`;
  if (databaseUrl !== undefined && NOBODY_THERE.has(code)) {
    const { host: at } = new URL(databaseUrl);
    return `PostgreSQL does not answer at ${at} (${code}): start it, or correct DATABASE_URL.\n${at} 处的 PostgreSQL 没有应答（${code}）：请启动它，或更正 DATABASE_URL。`;
  }
  return undefined;
}

/** @returns undefined for an error that is not one of the start */
const startSentence = (error: unknown, place: Place): string | undefined => address(error, place) ?? dataFolder(error, place);

export const startFailure = (error: unknown, place: Place): string => startSentence(error, place) ?? (error instanceof Error ? error.message : String(error));
