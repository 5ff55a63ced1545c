package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/formatter"

	"ttyt.example/ttyt/graph/generated"
)

// SDL is the whole schema with its descriptions and directives in the schema definition language, types and directives
// by name, without what every server has.
func SDL() string {
	var b strings.Builder
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(schema)
	return b.String()
}
