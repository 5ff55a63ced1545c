package walk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"testing"

	"ttyt.example/ttyt/internal/test/product"
)

func init() {
	*rounds = kind{
		name:  "round",
		types: []string{"InventoryRound", "InventoryProgress"},
		shown: "... on InventoryRound { version state progress { department { id }" + offered + " }" + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") == "CLOSED" },
		drivers: map[string]driver{
			"CLOSE": simple("closeInventoryRound"),
			"CONFIRM": func(_ *walk, _ *person, v view) *call {
				return &call{field: "confirmAssets", input: map[string]any{"round": v.str("id"), "department": v.str("department.id")}}
			},
			"DIFFER": func(w *walk, _ *person, v view) *call {
				return &call{field: "reportInventoryDifference", input: map[string]any{"round": v.str("id"), "department": v.str("department.id"), "result": "UNKNOWN_EXTRA",
					"description": fmt.Sprintf("Máy lạ %d", w.next())}}
			},
		},
		ends: func(view) [2][]string { return [2][]string{{"CLOSE"}} },
		begin: func(w *walk) {
			w.start(pick(w, w.active("IT", "DIRECTOR")), rounds, &call{field: "openInventoryRound", input: map[string]any{"name": fmt.Sprintf("Đợt %d", w.next())}}, "inventoryRound")
		},
	}
	*imports = kind{
		name:  "import",
		types: []string{"AssetImport"},
		shown: "... on AssetImport { version state badRows" + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") == "APPLIED" || v.str("state") == "FAILED" },
		drivers: map[string]driver{
			"ADD_PART": func(w *walk, _ *person, v view) *call {
				part := 2
				if v.str("state") != "RECEIVING" {
					part = 9 // one that has not come before
				}
				return &call{field: "addToAssetImport", file: w.rows(1), input: map[string]any{"import": v.str("id"), "part": part}}
			},
			"APPLY": func(_ *walk, _ *person, v view) *call {
				return &call{field: "applyAssetImport", input: on(v, "skipBadRows", true)}
			},
		},
		ends: func(v view) [2][]string {
			return [2][]string{{"ADD_PART", "APPLY"}}
		},
		begin: func(w *walk) {
			more := w.rng.IntN(2) == 0
			w.start(pick(w, w.active("IT")), imports, &call{field: "importAssets", file: "Mã,Tên,Loại,Đơn vị\n" + w.rows(2), input: map[string]any{"more": more}}, "assetImport")
		},
	}
}

// rows are lines of a file of assets: some name no department.
func (w *walk) rows(n int) (lines string) {
	for range n {
		lines += fmt.Sprintf("NK-%d,Máy nhập,Máy trạm,%s\n", w.next(), pick(w, []string{"CNTT", "NOI", "KHONG-CO"}))
	}
	return lines
}

// upload posts a document whose variable input.file is a file.
func upload(t *testing.T, as *product.Client, document string, variables map[string]any, content string) product.Response {
	t.Helper()
	operations, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"operations", string(operations)}, {"map", `{"0":["variables.input.file"]}`}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("0", "taisan.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return as.Send(t, http.MethodPost, "/graphql", form.FormDataContentType(), body.Bytes())
}
