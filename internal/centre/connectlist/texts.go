package connectlist

import "ttyt.example/ttyt/internal/base/fault"

var (
	notWaiting = fault.Text{
		VI: "Danh sách không chờ quyết định.",
		EN: "The list is not waiting for a decision."}
	nothingWaits = fault.Text{
		VI: "Không có thiết bị nào bị phát hiện đã nối mạng đang chờ đề nghị.",
		EN: "No asset that was found connected is waiting for a list."}
	chooseLines = fault.Text{
		VI: "Cần chọn các dòng còn chờ của danh sách này.",
		EN: "Choose lines of this list that are still waiting."}
	nothingLeft = fault.Text{
		VI: "Danh sách không còn dòng nào: hãy từ chối cả danh sách.",
		EN: "No line would be left: reject the whole list."}
)
