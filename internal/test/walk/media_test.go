package walk

import "fmt"

func init() {
	*files = kind{
		name:  "file",
		types: []string{"MediaFile"},
		shown: `... on MediaFile { version state` + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") != "PENDING" },
		drivers: map[string]driver{
			"DESCRIBE": func(w *walk, _ *person, v view) *call {
				return &call{field: "describeMedia", input: on(v, "caption", fmt.Sprintf("Lịch trực %d", w.next()))}
			},
			"RESCAN": simple("rescanMedia"),
			"DELETE": simple("deleteMedia"),
		},
		ends: func(view) [2][]string { return [2][]string{{"DELETE"}, {"DELETE"}} },
		begin: func(w *walk) {
			c := &call{field: "uploadMedia", input: map[string]any{}, file: fmt.Sprintf("Lịch trực %d", w.next()%50)}
			w.start(w.anybody(), files, c, "mediaFile")
		},
	}
}
