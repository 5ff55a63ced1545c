package analytics

import "ttyt.example/ttyt/internal/base/fault"

var (
	dayColumn = fault.Text{
		VI: "Ngày",
		EN: "Day"}
	viewsColumn = fault.Text{
		VI: "Lượt đọc",
		EN: "Views"}
	firstDayColumn = fault.Text{
		VI: "Từ ngày",
		EN: "First day"}
	lastDayColumn = fault.Text{
		VI: "Đến ngày",
		EN: "Last day"}
	pathColumn = fault.Text{
		VI: "Đường dẫn",
		EN: "Path"}
	titleColumn = fault.Text{
		VI: "Tiêu đề",
		EN: "Title"}
	codeColumn = fault.Text{
		VI: "Mã đơn vị",
		EN: "Department code"}
	departmentColumn = fault.Text{
		VI: "Tên đơn vị",
		EN: "Department"}
	slugColumn = fault.Text{
		VI: "Mã chuyên mục",
		EN: "Category slug"}
	categoryColumn = fault.Text{
		VI: "Tên chuyên mục",
		EN: "Category"}
)
