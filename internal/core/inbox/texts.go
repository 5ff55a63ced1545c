package inbox

import "ttyt.example/ttyt/internal/base/fault"

var (
	tooManyItems = fault.Format{
		VI: "Nhiều nhất %v mục mỗi lần.",
		EN: "At most %v items at once."}
)
