package app

import (
	"flag"
	"io"
	"io/fs"

	"ttyt.example/ttyt/internal/base/texts"
)

// Texts prints every message of the program as one table, for people who review the wording.
type Texts struct{ TSV bool }

// Flags declares the flags of the command.
func (t *Texts) Flags(f *flag.FlagSet) {
	f.BoolVar(&t.TSV, "tsv", false, "for a spreadsheet: cells between tabs, instead of a Markdown table")
}

// Run prints the messages of the source files, each with its room, its key and both languages.
func (t *Texts) Run(source fs.FS, w io.Writer) error {
	entries, err := texts.Read(source)
	if err != nil {
		return err
	}
	if t.TSV {
		return texts.TSV(w, entries)
	}
	return texts.Markdown(w, entries)
}
