package connectlist

import "ttyt.example/ttyt/internal/base/fault"

var (
	notWaiting = fault.Text{
		VI: "Danh sách không chờ quyết định.",
		EN: "The list is not waiting for a decision."}
	nothingWaits = fault.Text{
		VI: "Không có thiết bị nào được phát hiện đã nối mạng mà chưa đưa vào danh sách.",
		EN: "No asset found connected is waiting to be put on a list."}
	chooseLines = fault.Text{
		VI: "Cần chọn các dòng đang chờ quyết định trong danh sách này.",
		EN: "Choose lines of this list that are still waiting."}
	nothingLeft = fault.Text{
		VI: "Danh sách không còn dòng nào: hãy từ chối cả danh sách.",
		EN: "No line would be left: reject the whole list."}
)
