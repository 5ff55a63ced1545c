package text

import "ttyt.example/ttyt/internal/base/fault"

// EmptyFile says that a file has no content.
var EmptyFile = fault.Text{
	VI: "Tệp không có nội dung.",
	EN: "The file is empty."}

var (
	notUTF8 = fault.Format{
		VI: "Tệp không phải UTF-8 (byte %v ở dòng %v): hãy lưu lại bằng UTF-8.",
		EN: "The file is not UTF-8 (byte %v in line %v): save it as UTF-8."}
	brokenUTF16 = fault.Format{
		VI: "Tệp UTF-16 bị hỏng ở dòng %v: hãy lưu lại bằng UTF-8.",
		EN: "The file is UTF-16 and broken in line %v: save it as UTF-8."}
)
