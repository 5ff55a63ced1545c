package paging

import "ttyt.example/ttyt/internal/base/fault"

var (
	firstOrLast = fault.Text{
		VI: "Chỉ dùng first hoặc last.",
		EN: "Use first or last, not both."}
	negativeSize = fault.Text{
		VI: "Số phần tử không được âm.",
		EN: "A page size must not be negative."}
	pageTooLarge = fault.Format{
		VI: "Mỗi trang nhiều nhất %v phần tử.",
		EN: "A page holds at most %v items."}
	offsetCombined = fault.Text{
		VI: "offset không dùng cùng con trỏ hoặc last, và không được âm.",
		EN: "offset cannot be combined with after, before or last, and must not be negative."}
	offsetTooLarge = fault.Format{
		VI: "offset nhiều nhất là %v.",
		EN: "offset is at most %v."}
	malformedCursor = fault.Text{
		VI: "Con trỏ trang không hợp lệ.",
		EN: "Malformed cursor."}
)
