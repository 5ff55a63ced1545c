package app

import (
	"fmt"

	"ttyt.example/ttyt/graph"
)

// CheckDocuments checks a manifest as the program does when it reads it, and returns how many operations it holds.
func CheckDocuments(file string) (int, error) {
	operations, err := graph.Rules().Read(file)
	if err != nil {
		return 0, fmt.Errorf("not accepted:\n%w", err)
	}
	return len(operations), nil
}
