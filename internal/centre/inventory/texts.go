package inventory

import "ttyt.example/ttyt/internal/base/fault"

var (
	notFoundHere = fault.Text{
		VI: "Đợt kiểm kê không phát hiện thiết bị này nối mạng tại đơn vị, hoặc thiết bị đã được đăng ký.",
		EN: "The round did not find this asset connected in the department, or it is already registered."}
	toolNamesAssets = fault.Text{
		VI: "Công cụ phải nêu từng tài sản đã thấy.",
		EN: "A tool must list each asset that it has seen."}
	tooManyAssets = fault.Text{
		VI: "Nhiều nhất 200 tài sản mỗi lần.",
		EN: "At most 200 assets at once."}
	notOfRound = fault.Text{
		VI: "Có tài sản không thuộc phần của đơn vị này trong đợt kiểm kê.",
		EN: "Some of these assets are not on the department's list in this round."}
	notOfRoundOrSeen = fault.Text{
		VI: "Có tài sản không thuộc phần của đơn vị này trong đợt kiểm kê, hoặc đã có người kiểm tra.",
		EN: "Some of these assets are not on the department's list in this round, or a person has already checked them."}
	seenAlready = fault.Text{
		VI: "Đã có người kiểm tra tài sản này.",
		EN: "A person has already checked this asset."}
	notInRound = fault.Text{
		VI: "Tài sản này không có trong đợt kiểm kê.",
		EN: "This asset is not in the round."}
	reportFoundConnected = fault.Text{
		VI: "Tài sản đã có trong sổ: hãy chọn kết quả “phát hiện đã nối mạng”.",
		EN: "The asset is in the register: report it as found connected."}
	personOnly = fault.Text{
		VI: "Chỉ người kiểm tra tại chỗ mới xác nhận được việc nối mạng.",
		EN: "Only a person can confirm what is connected."}
	unfitResult = fault.Text{
		VI: "Kết quả này không phù hợp với mục được báo.",
		EN: "This result does not fit what is reported."}
	whereFound = fault.Text{
		VI: "Cần nêu nơi tìm thấy.",
		EN: "Enter where it was found."}
	whoHolds = fault.Text{
		VI: "Cần nêu người đang giữ.",
		EN: "Enter who holds it."}
	roundOver = fault.Text{
		VI: "Đợt kiểm kê đã kết thúc.",
		EN: "The inventory round is over."}
	dayPast = fault.Text{
		VI: "Ngày này đã qua.",
		EN: "This date is in the past."}
	anotherOpen = fault.Text{
		VI: "Một đợt kiểm kê khác đang mở.",
		EN: "Another inventory round is open."}
)
