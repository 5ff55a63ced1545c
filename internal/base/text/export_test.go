package text

import "strings"

// Marked lets tests see the words that are found and sorted by.
func Marked(s string) string { return strings.Join(markedWords(s), " ") }
