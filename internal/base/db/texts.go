package db

import "ttyt.example/ttyt/internal/base/fault"

var (
	malformedID = fault.Text{
		VI: "Mã định danh không hợp lệ.",
		EN: "Malformed id."}
	malformedKey = fault.Text{
		VI: "Khóa chống lặp gồm 1 đến 64 ký tự ASCII, không có khoảng trắng.",
		EN: "An idempotency key is 1 to 64 printable ASCII characters without spaces."}
	keyUsed = fault.Text{
		VI: "Khóa chống lặp này đã dùng cho một yêu cầu khác.",
		EN: "This idempotency key was used for another request."}
	malformedTime = fault.Text{
		VI: "Thời điểm phải theo RFC 3339, có múi giờ, như 2026-03-02T09:00:00+07:00.",
		EN: "Must be a time in RFC 3339 format with an offset, such as 2026-03-02T09:00:00+07:00."}
	malformedDay = fault.Text{
		VI: "Ngày phải có dạng 2026-03-02.",
		EN: "Must be a date such as 2026-03-02."}
	busy = fault.Text{
		VI: "Hệ thống đang bận. Vui lòng thử lại sau.",
		EN: "The system is busy. Try again later."}
	lost = fault.Text{
		VI: "Chưa rõ việc này đã được lưu hay chưa. Hãy gửi lại với cùng idempotencyKey hoặc expectedVersion.",
		EN: "It is not known whether this was saved. Ask again with the same idempotencyKey or expectedVersion."}
)
