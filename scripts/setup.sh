#!/bin/sh
# Installs the Debian packages of packages.txt that are missing: `setup.sh build` those to build, `setup.sh test` all.
set -eu
what=${1:-test}
here=$(cd "$(dirname "$0")" && pwd)

case $what in
build) wanted=$(sed '/^# to test/,$d; /^#/d' "$here/packages.txt") ;;
test) wanted=$(sed '/^#/d' "$here/packages.txt") ;;
*) echo "usage: setup.sh build|test" >&2 && exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1; then
  # shellcheck disable=SC2086,SC2116
  echo "disclint: this is no Debian system; install what matches these packages yourself: $(echo $wanted)" >&2
  exit 0
fi

# shellcheck disable=SC2086
installed=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii *//p') || true
missing=
for package in $wanted; do
  printf '%s\n' "$installed" | grep -qx "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null 2>&1; then
    echo "disclint: these packages are missing, and neither root nor sudo is at hand to install them:$missing" >&2
    exit 1
  fi
fi
echo "disclint: installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing; } >&2; then
  echo "disclint: the packages could not be installed; install them yourself:$missing" >&2
  exit 1
fi
