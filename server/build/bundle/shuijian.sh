#!/bin/sh
# Starts Shuijian 水鉴 from wherever this folder lies. Needs sh, uname, dirname and readlink, nothing else.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
root=$(CDPATH='' cd -- "$(dirname "$self")" && pwd -P) || exit 1
met="$(uname -s) $(uname -m)"
if [ "$met" != "@UNAME@" ]; then
  echo "This bundle is for @SYSTEM@ (@UNAME@); this machine is $met: take the bundle for this machine, or make one on it with npm run bundle." >&2
  echo "此安装包适用于 @SYSTEM@（@UNAME@），本机为 $met：请使用适合本机的安装包，或在本机运行 npm run bundle 制作。" >&2
  exit 1
fi
if [ ! -e "@LOADER@" ] && ! "$root/runtime/node" -e 0 2>/dev/null; then
  echo "The runtime of this bundle needs the GNU C library (glibc), which this machine lacks: use Debian, Ubuntu, RHEL or their like, or Docker (deploy/Dockerfile)." >&2
  echo "此安装包的运行时需要 GNU C 库（glibc），本机没有：请使用 Debian、Ubuntu、RHEL 等系统，或使用 Docker（deploy/Dockerfile）。" >&2
  exit 1
fi
exec "$root/runtime/node" --max-semi-space-size=64 "$root/dist/server/launch.cjs" "$@"
