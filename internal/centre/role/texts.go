package role

import "ttyt.example/ttyt/internal/base/fault"

var (
	tooManyLent = fault.Text{
		VI: "Một người nhận nhiều nhất 20 ủy quyền.",
		EN: "One person can hold at most 20 delegations."}
	lentToSelf = fault.Text{
		VI: "Không thể tự ủy quyền cho chính mình.",
		EN: "You cannot delegate to yourself."}
	lentForPast = fault.Text{
		VI: "Ủy quyền không thể bắt đầu từ một thời điểm đã qua.",
		EN: "A delegation cannot start in the past."}
	lentTooLong = fault.Text{
		VI: "Ủy quyền phải kết thúc sau thời điểm bắt đầu và kéo dài nhiều nhất 90 ngày.",
		EN: "A delegation must end after it starts, within 90 days."}
	notByHand = fault.Text{
		VI: "Quyền này đi theo chức vụ, không được cấp riêng.",
		EN: "This role follows from a position and cannot be granted."}
	noneAtRoot = fault.Text{
		VI: "Không ai giữ chức vụ ở cấp trung tâm; hãy chọn Ban Giám đốc.",
		EN: "Nobody holds a position at the root: choose the Board."}
	endsTooEarly = fault.Text{
		VI: "Thời điểm kết thúc phải sau thời điểm bắt đầu và ở tương lai.",
		EN: "The end must be after the start, and in the future."}
	tooManyThere = fault.Text{
		VI: "Một đơn vị có nhiều nhất 30 chức vụ cùng lúc.",
		EN: "A department has at most 30 positions at a time."}
	tooManyHeld = fault.Text{
		VI: "Một người giữ nhiều nhất 20 chức vụ.",
		EN: "A person holds at most 20 positions."}
	alreadyHolds = fault.Text{
		VI: "Cán bộ đang giữ một chức vụ ở đơn vị này.",
		EN: "The person already holds a position in this department."}
	alreadyLed = fault.Text{
		VI: "Đơn vị đã có người phụ trách trong thời gian này.",
		EN: "Somebody is already in charge of the department during that time."}
	rolesExclude = fault.Text{
		VI: "Người có quyền giám đốc không được đồng thời giữ quyền của Bộ phận Công nghệ thông tin hoặc Bộ phận Quản lý website.",
		EN: "A director cannot hold the role of IT or of the website section."}
	needsAuthority = fault.Text{
		VI: "Chỉ người đứng đầu Ban Giám đốc hoặc cấp phó được ủy quyền bằng văn bản được làm việc này.",
		EN: "Only the head of the Board, or a deputy authorised in writing, may do this."}
	notAtWork = fault.Text{
		VI: "Cán bộ này hiện không làm việc.",
		EN: "This person is not in service."}
	alreadyRevoked = fault.Text{
		VI: "Quyền này đã được thu hồi.",
		EN: "This role has already been revoked."}
	positionOver = fault.Text{
		VI: "Chức vụ này đã kết thúc.",
		EN: "This position has ended."}
	delegationOver = fault.Text{
		VI: "Ủy quyền này đã kết thúc.",
		EN: "This delegation has ended."}
	alreadyGranted = fault.Text{
		VI: "Cán bộ này đã có quyền này.",
		EN: "This person already holds the role."}
)
