# Steps with a budget, for run and nightly. Sourced by bash.
#
# A script sets budgets, rows of "NAME SECONDS", has a function for each name and calls steps. A step that takes longer than its
# row says fails, once it is through; a row "total" bounds them all. SLOWER=3 triples every budget, for a slower machine.

# budget prints the seconds of a row.
budget() {
  local name seconds
  while read -r name seconds; do
    [ "$name" != "$1" ] || { echo $((seconds * ${SLOWER:-1})); return; }
  done <<<"$budgets"
  echo "no budget for $1" >&2
  return 1
}

# within fails where a name took more seconds than its budget.
within() {
  local most
  most=$(budget "$1")
  printf '%s: %s s of %s s\n' "$1" "$2" "$most"
  [ "$2" -le "$most" ] || { echo "$1 took longer than its budget; make it faster, or give it more in the table of $0" >&2; return 1; }
}

# steps runs the named steps, or all of the table.
steps() {
  local begun
  if [ $# = 0 ]; then
    set -- $(awk 'NF && $1 != "total" { print $1 }' <<<"$budgets")
  fi
  for step in "$@"; do
    budget "$step" >/dev/null
    declare -F "step_$step" >/dev/null || { echo "no step $step" >&2; return 1; }
  done
  trap 'code=$?; [ $code = 0 ] || echo "FAILED: ${step-} after $SECONDS s in all" >&2; ended' EXIT
  for step in "$@"; do
    begun=$SECONDS
    printf '\n== %s\n' "$step"
    "step_$step"
    within "$step" $((SECONDS - begun))
  done
  step=total
  printf '\n'
  within total "$SECONDS"
}

# demonstrated are the tests of pages over a whole demonstration, which one-store names, as a pattern.
demonstrated() { sed -n 's|/sqlite pages over.*||p' .ci/one-store | paste -sd'|'; }

# ended is what a script does at its end, however that comes.
ended() { :; }
