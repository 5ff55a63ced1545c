package media

import (
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// OrderField is what a list of files is sorted by.
type OrderField string

// The fields.
const (
	ByUpload     OrderField = "UPLOADED_AT"
	ByName       OrderField = "NAME"
	BySize       OrderField = "SIZE"
	ByState      OrderField = "STATE"
	ByScan       OrderField = "SCANNED_AT"
	ByDepartment OrderField = "DEPARTMENT"
	ByUploader   OrderField = "UPLOADER"
)

// Order is how a list of files is sorted; the latest first when left out.
type Order = paging.Wish[OrderField]

var orders = paging.Orders[OrderField]{ID: "media_files.id", Default: Order{Field: ByUpload, Direction: paging.Descending}, By: map[OrderField]paging.Column{
	ByUpload:     paging.Number("media_files.created_at"),
	ByName:       paging.Text("media_files.sort_name"),
	BySize:       paging.Number("media_files.size"),
	ByState:      paging.Text("media_files.state"),
	ByScan:       paging.Moment("media_files.scanned_at"),
	ByDepartment: access.CodeOf("department", "media_files.department_id"),
	ByUploader:   access.NameOf("media_files.uploader_id"),
}}
