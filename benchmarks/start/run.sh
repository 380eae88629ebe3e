#!/usr/bin/env bash
# Seconds from `./sluice start` to its return: first start (unpacks, no data yet) and later starts. Needs a built distribution.
# usage: benchmarks/start/run.sh [ROUNDS]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-5}
export SLUICE_SSH_PORT=${SLUICE_SSH_PORT:-18101} SLUICE_HTTP_PORT=${SLUICE_HTTP_PORT:-18181}
first=() later=()
for ((i = 0; i < rounds; i++)); do
  SLUICE_RUN=$(mktemp -d)
  export SLUICE_RUN
  for kind in first later; do
    began=$(date +%s%N)
    "$root/sluice" start > /dev/null
    took=$((($(date +%s%N) - began) / 1000000))
    "$root/sluice" stop > /dev/null
    if [ $kind = first ]; then first+=("$took"); else later+=("$took"); fi
  done
  rm -rf "$SLUICE_RUN"
done
row() { printf '%s\n' "${@:2}" | sort -n | awk -v name="$1" '{v[NR] = $1} END {printf "%-6s median %d ms, best %d ms, worst %d ms of %d\n", name, v[int((NR + 1) / 2)], v[1], v[NR], NR}'; }
row first "${first[@]}"
row later "${later[@]}"
