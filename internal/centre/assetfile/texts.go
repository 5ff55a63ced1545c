package assetfile

import (
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

var (
	newNeeds = fault.Format{
		VI: "Tài sản mới cần có nội dung ở cột %q.",
		EN: "A new asset needs a value in the column %q."}
	kindStays = fault.Text{
		VI: "Không thể đổi loại tài sản khi nhập từ tệp.",
		EN: "An import cannot change the kind of an asset."}
	yearRange = fault.Text{
		VI: "Năm phải từ 1950 đến 2200.",
		EN: "The year must be between 1950 and 2200."}
	noSuchDepartment = fault.Text{
		VI: "Không có đơn vị nào mang mã này.",
		EN: "No department has this code."}
	noSuchPerson = fault.Text{
		VI: "Không có cán bộ nào mang mã này.",
		EN: "No member of staff has this code."}
	takenBy = fault.Format{
		VI: "%v đã được ghi cho tài sản %v.",
		EN: "%v already belongs to the asset %v."}
	noSuchDevice = fault.Text{
		VI: "Không có thiết bị mạng nào mang mã này.",
		EN: "No network device has this code."}
	sheetName = fault.Text{
		VI: "Tài sản",
		EN: "Assets"}
	isSo = fault.Text{
		VI: "có",
		EN: "yes"}
	isNotSo = fault.Text{
		VI: "không",
		EN: "no"}
	tooManyRows = fault.Format{
		VI: "Tệp có hơn %v dòng.",
		EN: "The file has more than %v rows."}
	columnTwice = fault.Format{
		VI: "Cột %q có hai lần.",
		EN: "The column %q is given twice."}
	unknownColumns = fault.Format{
		VI: "Không nhận ra các cột: %v.",
		EN: "Unknown columns: %v."}
	codeColumnMissing = fault.Text{
		VI: "Tệp thiếu cột mã tài sản.",
		EN: "The file has no column of asset codes."}
	rowTooLong = fault.Text{
		VI: "Dòng có nhiều ô hơn dòng tiêu đề.",
		EN: "The row has more cells than the header row."}
	yesOrNo = fault.Text{
		VI: "Chỉ ghi có hoặc không.",
		EN: "Enter yes or no."}
	dayAsNumber = fault.Format{
		VI: "Phần mềm bảng tính đã đổi ngày thành số %v (có thể là %v). Hãy định dạng cột là Ngày rồi lưu lại.",
		EN: "The spreadsheet turned a date into the number %v (perhaps %v). Format the column as a date and save it again."}
	malformedDay = fault.Text{
		VI: "Ngày phải có dạng 2026-03-02 hoặc 02/03/2026.",
		EN: "Must be a date such as 2026-03-02 or 02/03/2026."}
	lineBefore = fault.Format{
		VI: "Dòng %v đã có giá trị này.",
		EN: "Line %v already has this value."}
	whole = fault.Text{
		VI: "Tệp đã nhận đủ.",
		EN: "The whole file has been received."}
	unchecked = fault.Text{
		VI: "Tệp chưa kiểm tra xong hoặc đã được ghi vào sổ.",
		EN: "The file has not been checked yet, or has already been written."}
	failed = fault.Text{
		VI: "Hệ thống gặp lỗi khi xử lý tệp.",
		EN: "An error occurred while the file was processed."}
	mayNoLonger = fault.Text{
		VI: "Người nhập không còn quyền ghi sổ tài sản.",
		EN: "The person who started the import may no longer change the register."}
	partsInOrder = fault.Text{
		VI: "Các phần phải gửi theo thứ tự.",
		EN: "Send the parts in order."}
	fileTooLarge = fault.Text{
		VI: "Tệp lớn hơn 16 MiB.",
		EN: "The file is larger than 16 MiB."}
	wrongRows = fault.Text{
		VI: "Tệp còn dòng sai.",
		EN: "The file still has rows with errors."}
	// kindNames and stateNames are what files call kinds and states, which an import reads back.
	kindNames = map[asset.Kind]fault.Text{
		asset.Server:          {VI: "Máy chủ", EN: "Server"},
		asset.Workstation:     {VI: "Máy trạm", EN: "Workstation"},
		asset.Printer:         {VI: "Máy in", EN: "Printer"},
		asset.NetworkDevice:   {VI: "Thiết bị mạng", EN: "Network device"},
		asset.MedicalDevice:   {VI: "Thiết bị y tế", EN: "Medical device"},
		asset.InternetLine:    {VI: "Đường truyền Internet", EN: "Internet line"},
		asset.SoftwareSystem:  {VI: "Phần mềm", EN: "Software system"},
		asset.Website:         {VI: "Trang thông tin điện tử", EN: "Website"},
		asset.Integration:     {VI: "Kết nối liên thông", EN: "Integration"},
		asset.DataSet:         {VI: "Bộ dữ liệu", EN: "Data set"},
		asset.RemovableMedium: {VI: "Thiết bị lưu trữ di động", EN: "Removable medium"},
	}
	stateNames = map[asset.State]fault.Text{
		asset.InStock:     {VI: "Trong kho", EN: "In stock"},
		asset.InUse:       {VI: "Đang dùng", EN: "In use"},
		asset.InRepair:    {VI: "Đang sửa", EN: "In repair"},
		asset.Quarantined: {VI: "Cách ly", EN: "Quarantined"},
		asset.Retired:     {VI: "Đã thanh lý", EN: "Retired"},
	}
)
