package textfile

import "ttyt.example/ttyt/internal/base/fault"

var (
	markdownTooLong = fault.Format{
		VI: "Văn bản dài hơn %v byte, hoặc có quá nhiều dấu Markdown liền nhau.",
		EN: "The text is longer than %v bytes, or has too many Markdown signs in one place."}
	noHeading = fault.Text{
		VI: "Không có tiêu đề: văn bản phải bắt đầu bằng một dòng như # Tiêu đề.",
		EN: "There is no title: the text must begin with a line such as # Title."}
	titleEmpty = fault.Text{
		VI: "Tiêu đề trống.",
		EN: "The title is empty."}
	noSuchTime = fault.Format{
		VI: "Dòng %v: thời điểm %v không hợp lệ.",
		EN: "Line %v: the time %v does not exist."}
	noTitle = fault.Text{
		VI: "Phía trên dòng bắt đầu bằng \"Đăng lúc\" không có tiêu đề.",
		EN: "There is no title above the line that begins with \"Đăng lúc\"."}
	fileTooLong = fault.Format{
		VI: "Tệp dài hơn %v byte.",
		EN: "The file is longer than %v bytes."}
	noText = fault.Text{
		VI: "Sau tiêu đề không có nội dung.",
		EN: "Nothing follows the title."}
	unknownExtension = fault.Text{
		VI: "Tên tệp phải có đuôi .txt hoặc .md.",
		EN: "The file name must end in .txt or .md."}
)
