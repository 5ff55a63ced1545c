package support

import "ttyt.example/ttyt/internal/base/fault"

var (
	tooManyMessages = fault.Text{
		VI: "Yêu cầu đã có quá nhiều tin nhắn.",
		EN: "The request has too many messages."}
	withdrawn = fault.Text{
		VI: "Yêu cầu đã được rút; hãy gửi yêu cầu mới.",
		EN: "The request was withdrawn: make a new one."}
	notAnswered = fault.Text{
		VI: "Yêu cầu chưa được trả lời.",
		EN: "The request has not been answered yet."}
	reopenedTooLate = fault.Format{
		VI: "Chỉ mở lại trong %v ngày làm việc sau khi được trả lời; hãy gửi yêu cầu mới.",
		EN: "A request can only be reopened within %v working days of its answer: make a new one."}
	requestOver = fault.Text{
		VI: "Yêu cầu đã kết thúc.",
		EN: "The request has ended."}
)
