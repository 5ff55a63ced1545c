package rating

import "ttyt.example/ttyt/internal/base/fault"

var (
	oneToFive = fault.Text{
		VI: "Chỉ chấm được từ 1 đến 5 sao.",
		EN: "A rating is 1 to 5 stars."}
	tooMany = fault.Text{
		VI: "Địa chỉ mạng này đã gửi quá nhiều đánh giá trong một giờ qua. Vui lòng thử lại sau.",
		EN: "This network address has sent too many ratings within the last hour. Try again later."}
)
