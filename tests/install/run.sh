#!/bin/sh
# Installs into a fresh prefix and uses what is there, as a stranger would: run.sh BUILD
#   the exported symbols are the public ones; a program finds the library by pkg-config, shared and static, and by
#   find_package; the installed program runs.
set -eu
build=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
fail() {
  echo "install: $*" >&2
  exit 1
}

cmake --install "$build" --prefix "$prefix" >"$scratch/log" || { cat "$scratch/log"; fail "cmake --install failed"; }
library=$(find "$prefix" -name 'libdisclint.so')
libdir=$(dirname "$library")
export PKG_CONFIG_PATH="$libdir/pkgconfig" LD_LIBRARY_PATH="$libdir"

declared=$(tr "\n" " " <"$prefix/include/disclint/disclint.h" | grep -o "DISCLINT_API [^;(]*(" | grep -o "disclint_[a-z_]*($" | tr -d "(" | sort -u)
exported=$(nm -D --defined-only "$library" | awk '$2 ~ /[TDBRVW]/ {print $3}' | grep -v '^_' | sort -u)
[ "$declared" = "$exported" ] || {
  printf '%s\n' "$declared" >"$scratch/declared"
  printf '%s\n' "$exported" | diff "$scratch/declared" - || true
  fail "the exported symbols are not those of the header"
}

run() { # NAME PROGRAM
  "$2" >"$scratch/report" || fail "$1: the program failed"
  grep -q '"schema": *"disclint-report/1"' "$scratch/report" || fail "$1: no report came out"
}

cd "$scratch"
flags="-std=c17 -Wall -Wextra -Werror"
# shellcheck disable=SC2046,SC2086
cc $flags "$here/consumer.c" -o by-pkg-config $(pkg-config --cflags --libs disclint)
run pkg-config ./by-pkg-config
# shellcheck disable=SC2046,SC2086
cc $flags "$here/consumer.c" -o static $(pkg-config --cflags disclint) "$libdir/libdisclint.a" \
  $(pkg-config --static --libs disclint | sed 's/-ldisclint //')
run static ./static

mkdir consumer
cp "$here/consumer.c" consumer/
cp "$here/CMakeLists.txt.in" consumer/CMakeLists.txt
cmake -S consumer -B by-cmake -DCMAKE_PREFIX_PATH="$prefix" >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail "find_package failed"; }
cmake --build by-cmake >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail "the build with find_package failed"; }
run find_package by-cmake/consumer

"$prefix/bin/disclint" version | grep -q '^disclint ' || fail "the installed program does not run"
