package table

import "ttyt.example/ttyt/internal/base/fault"

var (
	harmed = map[Harm]fault.Format{
		Rounded: {
			VI: "Phần mềm bảng tính đã đổi ô này thành số (%v). Hãy định dạng cột là Văn bản rồi nhập lại giá trị đúng.",
			EN: "The spreadsheet turned this cell into a number (%v). Format the column as text and enter the correct value again."},
		Erroneous: {
			VI: "Phần mềm bảng tính đã ghi một lỗi công thức vào ô này (%v). Hãy định dạng cột là Văn bản rồi nhập lại giá trị đúng.",
			EN: "The spreadsheet put a formula error into this cell (%v). Format the column as text and enter the correct value again."},
		Narrow: {
			VI: "Phần mềm bảng tính đã ghi dấu # vào ô này (%v) vì cột quá hẹp. Hãy định dạng cột là Văn bản rồi nhập lại giá trị đúng.",
			EN: "The spreadsheet put # into this cell (%v) because the column was too narrow. Format the column as text and enter the correct value again."},
		DayOfText: {
			VI: "Phần mềm bảng tính đã đổi ô này thành ngày (%v). Hãy định dạng cột là Văn bản rồi nhập lại giá trị đúng.",
			EN: "The spreadsheet turned this cell into a date (%v). Format the column as text and enter the correct value again."},
	}
	notXLSX = fault.Text{
		VI: "Tệp bảng tính bị hỏng, hoặc không phải là XLSX.",
		EN: "The workbook is damaged, or is not XLSX."}
	workbookTooLarge = fault.Text{
		VI: "Tệp bảng tính quá lớn khi giải nén.",
		EN: "The workbook is too large once unpacked."}
	oldWorkbook = fault.Text{
		VI: "Tệp có mật khẩu, hoặc là định dạng .xls cũ: hãy lưu lại thành .xlsx không có mật khẩu.",
		EN: "The file has a password, or is in the old .xls format: save it as .xlsx without a password."}
	tooManyCells = fault.Format{
		VI: "Dòng %v có hơn %v ô.",
		EN: "Line %v has more than %v cells."}
	quotesDiffer = fault.Format{
		VI: "Dòng %v: dấu ngoặc kép không khớp.",
		EN: "Line %v: the quotes do not match."}
)
