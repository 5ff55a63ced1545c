package compliance

import "ttyt.example/ttyt/internal/base/fault"

var (
	// The first three make a sentence of one of the findings that follow.
	itself = fault.Format{
		VI: "Dịch vụ %v.",
		EN: "It %v."}
	ofService = fault.Format{
		VI: "Dịch vụ này phụ thuộc vào %v, hiện %v.",
		EN: "%v, which it depends on, %v."}
	ofDevice = fault.Format{
		VI: "Dịch vụ này phụ thuộc vào một thiết bị hiện %v.",
		EN: "A device that it depends on %v."}

	beingRepaired = fault.Text{
		VI: "đang được sửa chữa",
		EN: "is being repaired"}
	offNetwork = fault.Text{
		VI: "đang bị cách ly khỏi mạng",
		EN: "is off the network until it is cleared"}
	unused = fault.Text{
		VI: "chưa được đưa vào sử dụng",
		EN: "is not in use"}
	hasCritical = fault.Text{
		VI: "có sự cố khẩn cấp đang được xử lý",
		EN: "has a critical incident that is being handled"}
	hasIncident = fault.Text{
		VI: "có sự cố đang được xử lý",
		EN: "has an incident that is being handled"}
	hasReport = fault.Text{
		VI: "có sự cố vừa được báo, chưa được kiểm tra",
		EN: "has a reported incident that nobody has checked yet"}
)
