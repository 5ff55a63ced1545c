package fastfield

import (
	"sync"
	"unsafe"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Plan knows for one operation which fields each of its selections comes to for a type of objects. The library collects
// them again, or looks them up by the names of types, for each object. The zero Plan is ready.
type Plan struct {
	mu      sync.Mutex
	fields  map[selection][]graphql.CollectedField
	objects slab[Object]
	values  slab[value]
}

// selection is a selection of the document, or of fields that were merged, for objects of one type. Both are known by where
// they lie in memory, where the plan keeps them.
type selection struct {
	first  *ast.Selection
	length int
	types  *string
}

// New starts the answer for an object of the types that satisfies lists, which is the same list for all objects of a type.
func (p *Plan) New(op *graphql.OperationContext, selected ast.SelectionSet, satisfies []string) *Object {
	key := selection{unsafe.SliceData(selected), len(selected), unsafe.SliceData(satisfies)}
	p.mu.Lock()
	defer p.mu.Unlock()
	fields, known := p.fields[key]
	if !known {
		if p.fields == nil {
			p.fields = map[selection][]graphql.CollectedField{}
		}
		fields = graphql.CollectFields(op, selected, satisfies)
		p.fields[key] = fields
	}
	o := &p.objects.take(1)[0]
	o.Fields, o.values = fields, p.values.take(len(fields))
	return o
}

// slab hands out zero values from arrays that hold many, since an answer needs all of them until it is written.
type slab[T any] struct {
	free []T
	size int
}

const smallestSlab, largestSlab = 4, 64

func (s *slab[T]) take(n int) []T {
	if len(s.free) < n {
		s.size = min(max(2*s.size, smallestSlab), largestSlab)
		s.free = make([]T, max(n, s.size))
	}
	taken := s.free[:n:n]
	s.free = s.free[n:]
	return taken
}
