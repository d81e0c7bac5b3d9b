#!/bin/sh
# Runs one case: run.sh PROGRAM CASE [--update]
#
# A case is a folder: input files, `cmd` (a few lines of shell with `disclint` in them), and what must come out:
# expected.out, expected.err and expected.status (missing: empty and 0). The command runs in a copy of the folder, so it
# may write files there. The copy's path is shown as @DIR@. --update writes what came out into the folder.
set -u
program=$(realpath "$1")
case=$(realpath "$2")
update=${3:-}
scratch=$(mktemp -d) || exit 2
trap 'chmod -R u+rwx "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/case" "$scratch/got"
ln -s "$program" "$scratch/bin/disclint"
cp -R "$case/." "$scratch/case"
rm -f "$scratch/case"/expected.* "$scratch/case/cmd"
# git keeps neither a folder named .git nor one file that is ignored by another: cases write `dot.NAME`
find "$scratch/case" -depth -name 'dot.*' | while IFS= read -r file; do
  mv "$file" "$(dirname "$file")/.$(basename "$file" | sed 's/^dot\.//')"
done

(
  cd "$scratch/case" || exit 99
  PATH="$scratch/bin:$PATH"
  LC_ALL=C SOURCE_DATE_EPOCH=1795305600 HOME="$scratch" TERM=dumb
  export PATH LC_ALL SOURCE_DATE_EPOCH HOME TERM
  unset NO_COLOR
  # shellcheck source=/dev/null
  . "$case/cmd"
) >"$scratch/got/out" 2>"$scratch/got/err" </dev/null
echo $? >"$scratch/got/status"

here=$(realpath "$scratch/case")
for stream in out err; do
  sed "s|$here|@DIR@|g" "$scratch/got/$stream" >"$scratch/got/$stream.sed" && mv "$scratch/got/$stream.sed" "$scratch/got/$stream"
done

bad=0
for part in out err status; do
  expected="$case/expected.$part"
  if [ "$update" = --update ]; then
    case $part in
    status) [ "$(cat "$scratch/got/status")" != 0 ] || { rm -f "$expected"; continue; } ;;
    *) [ -s "$scratch/got/$part" ] || { rm -f "$expected"; continue; } ;;
    esac
    cp "$scratch/got/$part" "$expected"
    continue
  fi
  if [ ! -e "$expected" ]; then
    expected="$scratch/expected"
    case $part in status) echo 0 >"$expected" ;; *) : >"$expected" ;; esac
  fi
  diff -u "$expected" "$scratch/got/$part" >"$scratch/diff" && continue
  echo "$part of $(basename "$case") is not as expected (- expected, + got):"
  cat "$scratch/diff"
  bad=1
done
[ "$bad" -eq 0 ] || echo "if the new output is right: tests/golden/run.sh PROGRAM $case --update"
exit "$bad"
