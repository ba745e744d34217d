/** Exit status of a process that ended because of its disk (EX_IOERR of sysexits.h). */
const EXIT_DISK = 74;

/**
 * After a disk error SQLite would carry on as if nothing had happened, and acknowledge what is not on the disk.
 * A restart recovers from the write-ahead log.
 */
export function endProcess(error: Error): void {
  process.stderr.write(`Shuijian stops: the disk answered an error while a change was committed (${error.message}). No change was acknowledged after it. Check the disk, then start again.\n`);
  process.exit(EXIT_DISK);
}
