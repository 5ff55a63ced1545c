package graph

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt/graph/generated"
)

func TestWantsContent(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for selection, want := range map[string]bool{
		"totalCount pageInfo { endCursor }":                           false,
		"nodes { __typename title department { page { tags } } }":     false,
		"edges { cursor node { id ... on TenderNotice { isOpen } } }": false,
		"nodes { tags }":                                                 true,
		"nodes { t: title s: seo { title } }":                            true,
		"nodes { ... on RecruitmentNotice { applicationDeadline } }":     true,
		"edges { node { ...f } } nodes { title } pageInfo { endCursor }": true,
		"nodes { ... on Node { id } }":                                   false,
	} {
		query := "{ posts { " + selection + " } }"
		if strings.Contains(query, "...f") {
			query += " fragment f on Post { categories { name } }"
		}
		doc, errs := gqlparser.LoadQuery(schema, query)
		if errs != nil {
			t.Fatal(errs)
		}
		if got := wantsContent(doc.Operations[0].SelectionSet[0].(*ast.Field).SelectionSet); got != want {
			t.Errorf("%s: %t", selection, got)
		}
	}
}
