package correction

import "ttyt.example/ttyt/internal/base/fault"

var (
	onlyReturnedChanges = fault.Text{
		VI: "Chỉ sửa được đề nghị đã bị trả lại.",
		EN: "Only a returned request can be edited."}
	onlyUndecidedWithdraws = fault.Text{
		VI: "Chỉ rút được đề nghị chưa có quyết định.",
		EN: "Only a request that nobody has decided on can be withdrawn."}
)
