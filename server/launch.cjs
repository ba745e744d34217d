/**
 * The first file of every command (`npm start`, `npm run demo`, `npm run cli`, `npm run build`, and of the bundle).
 * It asks one question before anything of the program is read: is this Node new enough? On an older one the database
 * driver ends the process without a word. Therefore plain old JavaScript, which any Node can read.
 */
'use strict';

/** The driver's binaries (better-sqlite3 13) need it. */
var OLDEST = 22;

if (parseInt(process.versions.node, 10) >= OLDEST) {
  require('./launch/run.cjs');
} else {
  process.stderr.write(
    'This is Node ' + process.versions.node + '; Shuijian needs Node ' + OLDEST + ' or newer, and the Node that comes with its packages is not here: ' +
    'run "npm ci" without --omit=optional, or install Node 24, then try again.\n' +
    '当前 Node 为 ' + process.versions.node + '，水鉴需要 Node ' + OLDEST + ' 或更新版本，且随包提供的 Node 未安装：请运行 npm ci（不要加 --omit=optional），或安装 Node 24 后重试。\n'
  );
  process.exitCode = 1;
}
