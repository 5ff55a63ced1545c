package fastfield

import "ttyt.example/ttyt/internal/base/fault"

var (
	notWhole = fault.Text{
		VI: "Phải là một số nguyên.",
		EN: "Must be a whole number."}
)
