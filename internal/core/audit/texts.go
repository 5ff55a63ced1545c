package audit

import "ttyt.example/ttyt/internal/base/fault"

var (
	recordsNothing = fault.Text{
		VI: "Hệ thống tạm thời không ghi nhận thay đổi. Vui lòng báo Bộ phận Công nghệ thông tin.",
		EN: "The system cannot record changes at the moment. Tell the IT section."}
)
