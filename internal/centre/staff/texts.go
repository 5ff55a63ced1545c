package staff

import "ttyt.example/ttyt/internal/base/fault"

var (
	alreadyThere = fault.Text{
		VI: "Cán bộ đang thuộc đơn vị này.",
		EN: "The person already works in this department."}
	malformedCode = fault.Text{
		VI: "Mã gồm chữ không dấu và chữ số, có thể nối bằng gạch nối hoặc dấu chấm.",
		EN: "A code consists of letters and digits, which may be joined by hyphens or full stops."}
	nameWithoutLetters = fault.Text{
		VI: "Họ tên phải có chữ.",
		EN: "A name must contain letters."}
	endsBeforeStart = fault.Text{
		VI: "Ngày kết thúc không được trước ngày bắt đầu.",
		EN: "The end date must not be before the start date."}
	bornAfterStart = fault.Text{
		VI: "Ngày sinh phải trước ngày bắt đầu làm việc.",
		EN: "The date of birth must be before the start date."}
	malformedPhone = fault.Text{
		VI: "Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, dấu ngoặc, + và -.",
		EN: "A phone number has only digits, spaces, full stops, brackets, + and -."}
	malformedMail = fault.Text{
		VI: "Địa chỉ thư điện tử không hợp lệ.",
		EN: "This is not a valid e-mail address."}
	notInForceYet = fault.Text{
		VI: "Chỉ ghi nhận từ ngày quyết định có hiệu lực.",
		EN: "A decision can only be recorded from the day it takes effect."}
	beforeStart = fault.Text{
		VI: "Không được trước ngày bắt đầu làm việc.",
		EN: "It must not be before the person's start date."}
	employmentState = fault.Text{
		VI: "Tình trạng công tác hiện tại của cán bộ không cho phép việc này.",
		EN: "The person's current employment status does not allow this."}
	notTheCentre = fault.Text{
		VI: "Cán bộ thuộc một khoa, phòng, trạm hoặc bộ phận, không thuộc thẳng Trung tâm.",
		EN: "A person belongs to a department, not to the centre as a whole."}
	codeTaken = fault.Text{
		VI: "Mã cán bộ này đã được dùng.",
		EN: "This staff code is already in use."}
)
