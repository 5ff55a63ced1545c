package app

import "ttyt.example/ttyt/internal/base/fault"

var (
	malformedParameters = fault.Text{
		VI: "Tham số không hợp lệ.",
		EN: "The parameters are malformed."}
	parameterRepeated = fault.Format{
		VI: "Tham số %v bị lặp.",
		EN: "The parameter %v is given more than once."}
	parameterValue = fault.Format{
		VI: "Tham số %v không có giá trị %q.",
		EN: "The parameter %v has no value %q."}
	unknownParameters = fault.Format{
		VI: "Không nhận ra các tham số: %v.",
		EN: "Unknown parameters: %v."}
	wentWrong = fault.Text{
		VI: "Hệ thống có lỗi.",
		EN: "Something went wrong."}
	// demoNames say who the accounts of the demonstration belong to.
	demoNames = map[string]fault.Text{
		"giamdoc":     {VI: "Giám đốc, đứng đầu Ban Giám đốc", EN: "director, head of the Board"},
		"phogiamdoc":  {VI: "Phó Giám đốc", EN: "deputy director"},
		"bientap":     {VI: "Cán bộ Bộ phận Quản lý website", EN: "website editor"},
		"cntt":        {VI: "Kỹ thuật viên Bộ phận Công nghệ thông tin", EN: "IT officer"},
		"nhansu":      {VI: "Cán bộ giữ hồ sơ nhân sự", EN: "personnel clerk"},
		"truongkhoa":  {VI: "Trưởng một khoa lâm sàng", EN: "head of a clinical department"},
		"nhanvien":    {VI: "Nhân viên khoa đó", EN: "one of that department's staff"},
		"truongkhoa2": {VI: "Trưởng khoa khác", EN: "head of another department"},
		"nhanvien2":   {VI: "Nhân viên khoa khác", EN: "one of the other department's staff"},
	}
	// linkColumns are the headings of a file of links, which may also be the names of the fields.
	linkColumns = map[string]fault.Text{
		"group": {VI: "Nhóm", EN: "Group"},
		"title": {VI: "Đơn vị", EN: "Unit"},
		"url":   {VI: "Liên kết", EN: "URL"},
	}
)
