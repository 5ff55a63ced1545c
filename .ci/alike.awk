# Compares which tests ran on which store: awk -f alike.awk ONE-STORE LOG-OF-GO-TEST-V. Fails, and names the test, where one store
# lacks it or it was skipped, unless ONE-STORE names it with a reason.

# excused tells whether the table names the test or one above it.
function excused(name,   upper) {
  for (upper = name; ; ) {
    if (upper in reason) { used[upper] = 1; return 1 }
    if (!sub(/\/[^\/]*$/, "", upper)) return 0
  }
}

function other(name) {
  if (name ~ /\/sqlite(\/|$)/) sub(/\/sqlite/, "/mysql", name); else sub(/\/mysql/, "/sqlite", name)
  return name
}

function wrong(name, what) { print ".ci/one-store does not excuse " name ": " what; faults++ }

FNR == NR {
  if ($0 ~ /^#/ || NF == 0) next
  row[$1] = FNR; reason[$1] = NF
  if (NF < 4) { print FILENAME ":" FNR ": no reason for " $1; faults++ }
  next
}

/^ *--- PASS: / { passed++; count[$3]++ }
/^ *--- SKIP: / { skipped++; if (!excused($3)) wrong($3, "it was skipped") }
/walk: seed [0-9]+, / { print $2, $3, $4, $5, $6, $7, $8 }

END {
  for (name in count) {
    if (name !~ /\/(sqlite|mysql)(\/|$)/) continue
    if (name ~ /\/sqlite(\/|$)/) sqlite += count[name]; else mysql += count[name]
    if (count[name] > count[other(name)] && !excused(name) && !excused(other(name)))
      wrong(name, "it passed " count[name] " times, and " other(name) " " count[other(name)] + 0)
  }
  for (name in row) if (!(name in used)) { print ".ci/one-store:" row[name] ": no test needs " name; faults++ }
  printf "%d tests passed; %d on SQLite, %d on MySQL or MariaDB; %d skipped\n", passed, sqlite, mysql, skipped
  if (sqlite == 0 || mysql == 0) { print "a store was not tested"; faults++ }
  exit faults > 0
}
