package access

import "ttyt.example/ttyt/internal/base/fault"

var (
	// WrongState says no more than that; rooms that know why say so.
	WrongState = fault.Text{
		VI: "Trạng thái hiện tại không cho phép việc này.",
		EN: "The current state does not allow this."}
	noSelfDecision = fault.Text{
		VI: "Không ai được quyết định nội dung do mình viết, mình trình hoặc về chính mình.",
		EN: "Nobody decides on what they wrote or submitted, or are the subject of."}
	headOnly = fault.Text{
		VI: "Chỉ người đứng đầu Ban Giám đốc được làm việc này.",
		EN: "Only the head of the Board may do this."}
	lastDirector = fault.Text{
		VI: "Trung tâm phải luôn còn một giám đốc đang hoạt động.",
		EN: "The last active director cannot be removed."}
)
