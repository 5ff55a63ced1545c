package texts

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Markdown writes the messages as one table, which reads well on a terminal too.
func Markdown(w io.Writer, entries []Entry) error {
	return table(w, entries, "| %s | %s | %s | %s |\n", strings.NewReplacer("|", `\|`, "\n", "<br>"), "| --- | --- | --- | --- |\n")
}

// TSV writes them for a spreadsheet: a line each, their cells between tabs.
func TSV(w io.Writer, entries []Entry) error {
	return table(w, entries, "%s\t%s\t%s\t%s\n", strings.NewReplacer("\t", " ", "\n", " "), "")
}

func table(w io.Writer, entries []Entry, line string, cell *strings.Replacer, below string) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, line+below, "room", "key", "vi", "en")
	for _, e := range entries {
		fmt.Fprintf(out, line, strings.TrimPrefix(e.Room, "internal/"), e.Key, cell.Replace(e.VI), cell.Replace(e.EN))
	}
	return out.Flush()
}
