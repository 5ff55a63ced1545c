package department

import "ttyt.example/ttyt/internal/base/fault"

var (
	// Choose asks for a department, in every room that needs one.
	Choose = fault.Text{
		VI: "Cần chọn đơn vị.",
		EN: "Choose a department."}
	rootIsTop = fault.Text{
		VI: "Trung tâm đứng đầu sơ đồ tổ chức, không thuộc đơn vị nào.",
		EN: "The centre is the root and belongs to no department."}
	chooseParent = fault.Text{
		VI: "Cần chọn đơn vị cấp trên.",
		EN: "Choose the department above."}
	wrongParent = fault.Text{
		VI: "Loại đơn vị này không thể trực thuộc đơn vị đã chọn.",
		EN: "A department of this kind cannot belong to that one."}
	slugOrCode = fault.Format{
		VI: "Cần nêu %v hoặc %v của đơn vị.",
		EN: "Give either %v or %v."}
	rootStays = fault.Text{
		VI: "Trung tâm đứng đầu sơ đồ tổ chức nên không thể chuyển.",
		EN: "The centre is the root and cannot be moved."}
	departmentInUse = fault.Text{
		VI: "Đơn vị đã có đơn vị trực thuộc, cán bộ, tài sản hoặc hồ sơ nên không xóa được.",
		EN: "The department has units, staff, assets or records and cannot be deleted."}
	malformedCode = fault.Text{
		VI: "Mã gồm chữ in hoa không dấu và chữ số, có thể nối bằng gạch nối hoặc dấu chấm.",
		EN: "A code consists of upper-case letters and digits, which may be joined by hyphens or full stops."}
	belowItself = fault.Text{
		VI: "Không thể chuyển đơn vị vào chính nó hoặc vào đơn vị trực thuộc của nó.",
		EN: "A department cannot be moved below itself or one of its own units."}
	tooManyNames = fault.Text{
		VI: "Đơn vị đã đổi tên 100 lần nên không thể đổi thêm.",
		EN: "The department has been renamed 100 times and cannot be renamed again."}
	tooManyDepartments = fault.Text{
		VI: "Sơ đồ tổ chức có nhiều nhất 500 đơn vị.",
		EN: "The organisation tree holds at most 500 departments."}
	onlyOne = fault.Text{
		VI: "Trung tâm chỉ có một đơn vị loại này.",
		EN: "There is already a department of this kind."}
	codeTaken = fault.Text{
		VI: "Mã đơn vị này đã được dùng.",
		EN: "This department code is already in use."}
)
