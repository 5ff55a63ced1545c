package category

import "ttyt.example/ttyt/internal/base/fault"

var (
	nameTooLong = fault.Text{
		VI: "Tên có nhiều nhất 120 ký tự.",
		EN: "A name has at most 120 characters."}
	malformedSlug = fault.Text{
		VI: "Đường dẫn chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất 96 ký tự.",
		EN: "A slug has lower-case Latin letters, digits and single hyphens, at most 96 characters."}
	tooManyCategories = fault.Text{
		VI: "Trang thông tin điện tử có nhiều nhất 200 chuyên mục.",
		EN: "The website has at most 200 categories."}
	slugTaken = fault.Text{
		VI: "Đường dẫn chuyên mục đã được dùng.",
		EN: "This category slug is already in use."}
	categoryInUse = fault.Text{
		VI: "Chuyên mục đang có bài viết.",
		EN: "This category still has posts."}
	nameTaken = fault.Text{
		VI: "Đã có chuyên mục mang tên này.",
		EN: "Another category already has this name."}
)
