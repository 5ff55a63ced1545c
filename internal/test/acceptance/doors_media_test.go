package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

const forUploaderManagerAndCentre = "- + - + - - + + + -"

var mediaLooks = []look{
	{"Query.node", byNode, byID, table{"media": forUploaderManagerAndCentre}, "+"},
	{"Query.mediaFile", `query($id: ID!) { mediaFile(id: $id) { id } }`, byID, table{"media": forUploaderManagerAndCentre}, "+"},
}

var mediaMutations = []mutation{
	{"uploadMedia", `mutation($id: ID!, $file: Upload!) { uploadMedia(input: {file: $file, department: $id}) { userErrors { code } } }`,
		table{"NOI": "in ok ok ok no no ok ok ok no", "NGOAI": "in no no no ok ok ok ok ok no"}},
	{"describeMedia", `mutation($id: ID!) { describeMedia(input: {id: $id, expectedVersion: 99, caption: "Lịch trực"}) { userErrors { code } } }`,
		table{"media": "in ok - ok - - no ok no -"}},
	{"rescanMedia", `mutation($id: ID!) { rescanMedia(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"media": "in ok - no - - ok no no -"}},
	{"deleteMedia", `mutation($id: ID!) { deleteMedia(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"media": "in ok - no - - ok no no -"}},
}

// fillMedia has a file of the author lie there.
func (h *house) fillMedia(t *testing.T) {
	t.Helper()
	id := db.NewID()
	h.Insert(t.Context(), t, "media_files", kit.Row{"id": id, "department_id": h.keys["NOI"], "uploader_id": h.staff["author"], "name": "lịch trực.txt", "sort_name": "lich truc",
		"media_type": "text/plain", "size": 3, "sha256": make([]byte, 32), "state": "CLEAN", "version": 1, "created_at": 1})
	h.ids["media"] = db.GlobalID("media", id)
}

func mediaLists() []list {
	seen := table{"media": forUploaderManagerAndCentre}
	return []list{
		{"mediaFiles", "first: 100", seen},
		{"mediaFiles", "first: 100, filter: {states: [CLEAN]}", seen},
		{"mediaFiles", "first: 100, filter: {states: [INFECTED]}", table{}},
		{"mediaFiles", "first: 100, filter: {mine: true}", table{"media": "- + - - - - - - - -"}},
	}
}
