package category

import "ttyt.example/ttyt/internal/base/fault"

var (
	malformedSlug = fault.Text{
		VI: "Đường dẫn chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất 96 ký tự.",
		EN: "A slug has lower-case Latin letters, digits and single hyphens, at most 96 characters."}
	tooManyCategories = fault.Text{
		VI: "Trang thông tin điện tử có nhiều nhất 200 chuyên mục.",
		EN: "The website has at most 200 categories."}
	slugTaken = fault.Text{
		VI: "Đường dẫn chuyên mục đã được dùng.",
		EN: "This category slug is already in use."}
	slugStays = fault.Text{
		VI: "Đường dẫn của chuyên mục đã có không đổi.",
		EN: "The slug of an existing category stays."}
	categoryInUse = fault.Format{
		VI: "Chuyên mục %v đang có bài viết.",
		EN: "The category %v still has posts."}
	nameTaken = fault.Text{
		VI: "Đã có chuyên mục mang tên này.",
		EN: "Another category already has this name."}
	unknownCategory = fault.Text{
		VI: "Không có chuyên mục này, hoặc đã nêu ở trên.",
		EN: "There is no such category, or it is named above."}
	removedAlone = fault.Text{
		VI: "Chỉ bỏ được chuyên mục đã có, và không đổi gì khác của nó.",
		EN: "Only an existing category is removed, with nothing else said of it."}
)
