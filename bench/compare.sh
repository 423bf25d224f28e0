#!/usr/bin/env bash
# Compares a whole `flinkdoctor analyze` with ripgrep counting the lines that hold one of the same literals. See bench/README.md.
#
#   bench/compare.sh              generates the corpus when it is not there
#   bench/compare.sh my.log       measures on a log of your own
#
# RUNS (default 7) rounds, SIZE (default 1024) MiB of corpus, WORK (default a folder in the temporary one) for everything written.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "$0")/.."
RUNS=${RUNS:-7}
SIZE=${SIZE:-1024}
WORK=${WORK:-${TMPDIR:-/tmp}/flinkdoctor-bench}
CORPUS=${1:-$WORK/healthy-$SIZE.log}
STARTS=20

command -v rg >/dev/null || { echo "compare.sh: ripgrep (rg) is not installed" >&2; exit 2; }
mkdir -p "$WORK"
go build -o "$WORK/flinkdoctor" ./cmd/flinkdoctor
if [ $# -eq 0 ] && [ ! -s "$CORPUS" ]; then
  go run ./bench/gen -size "$SIZE" -out "$CORPUS.part"
  mv "$CORPUS.part" "$CORPUS"
fi
"$WORK/flinkdoctor" rules list --keywords >"$WORK/keywords"
sed 's/[][\\.^$*+?(){}|]/\\&/g' "$WORK/keywords" >"$WORK/expressions"
head -c 4096 "$CORPUS" >"$WORK/4k.log"

# The commands, by name, as a shell reads them. Each is run with its output thrown away.
fd=$(printf %q "$WORK/flinkdoctor") work=$(printf %q "$WORK") corpus=$(printf %q "$CORPUS")
command_of() {
  case $1 in
  analyze)    echo "$fd analyze $corpus" ;;
  analyze-1)  echo "env GOMAXPROCS=1 $fd analyze $corpus" ;;
  stdin)      echo "cat $corpus | $fd analyze -" ;;
  rg-literal) echo "rg -c -F -f $work/keywords $corpus" ;;
  rg-regex)   echo "rg -c -f $work/expressions $corpus" ;;
  cat)        echo "cat $corpus" ;;
  start)      echo "$fd analyze $work/4k.log" ;;
  esac
}

# measure NAME appends "wall cpu status" in seconds to the name's list. The commands it times see no terminal.
measure() {
  local status=0 times
  local TIMEFORMAT='%R %U %S'
  times=$({ time bash -c "set -o pipefail; $(command_of "$1")" >/dev/null 2>&1 </dev/null; } 2>&1) || status=$?
  echo "$times $status" | awk '{print $1, $2 + $3, $4}' >>"$WORK/times.$1"
  case $1:$status in
  rg-*:[01] | cat:0 | analyze*:[01] | stdin:[01] | start:[013]) ;;
  *) echo "compare.sh: exit status $status of: $(command_of "$1")" >&2; exit 1 ;;
  esac
}

# median NAME COLUMN
median() { awk -v c="$2" '{print $c}' "$WORK/times.$1" | sort -n | awk '{v[NR] = $1} END {print (v[int((NR+1)/2)] + v[int(NR/2)+1]) / 2}'; }

# peak NAME prints the peak memory in MiB, "-" where GNU time is not installed.
peak() {
  if [ -x /usr/bin/time ] && /usr/bin/time -f %M true 2>/dev/null; then
    /usr/bin/time -f %M -o "$WORK/peak" bash -c "exec $(command_of "$1")" >/dev/null 2>&1 </dev/null || true
    awk 'END {printf "%.0f", $1 / 1024}' "$WORK/peak"
  else
    printf -- -
  fi
}

cases=(cat analyze analyze-1 stdin rg-literal rg-regex)
rm -f "$WORK"/times.*
cat "$CORPUS" >/dev/null # everything is measured from the page cache
for ((i = 0; i < RUNS; i++)); do
  for c in "${cases[@]}"; do measure "$c"; done
done
for ((i = 0; i < STARTS; i++)); do measure start; done

bytes=$(wc -c <"$CORPUS")
echo "$CORPUS: $bytes bytes; $(wc -l <"$WORK/keywords") literals; $(nproc) processors; $(rg --version | head -1); $RUNS rounds, medians"
printf '%-12s %9s %9s %9s %9s\n' case wall/s cpu/s GB/s peak/MiB
for c in "${cases[@]}"; do
  memory=-
  [ "$c" = stdin ] || memory=$(peak "$c")
  awk -v c="$c" -v w="$(median "$c" 1)" -v p="$(median "$c" 2)" -v b="$bytes" -v m="$memory" \
    'BEGIN {printf "%-12s %9.3f %9.3f %9.2f %9s\n", c, w, p, b / w / 1e9, m}'
done
echo
ratio() { awk -v a="$(median "$1" "$3")" -v b="$(median "$2" "$3")" -v goal="$4" 'BEGIN {printf "%.1f (goal %s)", a / b, goal}'; }
echo "rg-literal : analyze, wall  $(ratio rg-literal analyze 1 5)"
echo "rg-literal : analyze, cpu   $(ratio rg-literal analyze 2 3)"
echo "rg-regex   : analyze, wall  $(ratio rg-regex analyze 1 5)"
echo "rg-regex   : analyze, cpu   $(ratio rg-regex analyze 2 3)"
echo "analyze of 4 KiB, cpu       $(awk -v s="$(median start 2)" 'BEGIN {printf "%.0f ms (goal 60)", s * 1000}')"
