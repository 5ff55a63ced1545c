package approval

import "ttyt.example/ttyt/internal/base/fault"

var (
	contentChanged = fault.Text{
		VI: "Nội dung hiện tại không phải là nội dung đã được trình duyệt.",
		EN: "The content is no longer what was submitted for approval."}
	onlyUrgentOrdered = fault.Text{
		VI: "Chỉ bài khẩn mới được ra lệnh đăng ngay khi duyệt.",
		EN: "Only an urgent post can be ordered to be published on approval."}
	commentTooLong = fault.Format{
		VI: "Ý kiến có nhiều nhất %v ký tự.",
		EN: "A comment has at most %v characters."}
	alreadyDecided = fault.Text{
		VI: "Tài khoản này đã quyết định hồ sơ này rồi.",
		EN: "You have already decided on this."}
	notPending = fault.Text{
		VI: "Hồ sơ duyệt này không còn chờ quyết định.",
		EN: "This approval is not waiting for a decision."}
	decidesOnce = fault.Text{
		VI: "Mỗi người chỉ quyết định một lần trong một hồ sơ duyệt.",
		EN: "A person decides only once per approval."}
	notThisStep = fault.Text{
		VI: "Hồ sơ duyệt này chưa đến bước này.",
		EN: "This approval has not reached that step."}
	verdictNotHere = fault.Text{
		VI: "Ý kiến này không dùng ở bước hiện tại.",
		EN: "This verdict cannot be given at the current step."}
	directorsAtBoard = fault.Text{
		VI: "Thành viên Ban Giám đốc quyết định ở bước của Ban Giám đốc.",
		EN: "Directors decide at the Board's step."}
	decidedThere = fault.Text{
		VI: "Ở bước này, ý kiến được ghi cùng nội dung thẩm định hoặc xác nhận của yêu cầu.",
		EN: "At this step the verdict is given with the request's assessment or confirmation."}
)
