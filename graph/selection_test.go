package graph

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ttyt.example/ttyt/graph/generated"
)

func TestFieldsOfPosts(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for selection, want := range map[string]string{
		"totalCount pageInfo { endCursor }":                              "",
		"nodes { __typename title department { page { tags } } }":        "__typename title department department.page",
		"edges { cursor node { id ... on TenderNotice { isOpen } } }":    "id isOpen",
		"nodes { t: title s: seo { title } }":                            "title seo seo.title",
		"edges { node { ...f } } nodes { title } pageInfo { endCursor }": "categories categories.name title",
		"nodes { ... on Node { id } }":                                   "id",
	} {
		query := "{ posts { " + selection + " } }"
		if strings.Contains(query, "...f") {
			query += " fragment f on Post { categories { name } }"
		}
		doc, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
		if errs != nil {
			t.Fatal(errs)
		}
		got := fieldsOf("Post", nil, doc.Operations[0].SelectionSet[0].(*ast.Field).SelectionSet)
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %v", selection, got)
		}
	}
}
