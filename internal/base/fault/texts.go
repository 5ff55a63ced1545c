package fault

var (
	notFound = Text{
		VI: "Không tìm thấy.",
		EN: "Not found."}
	signInFirst = Text{
		VI: "Cần đăng nhập.",
		EN: "Sign in first."}
	sessionLocked = Text{
		VI: "Máy dùng chung đã tạm khóa. Nhập mật khẩu để tiếp tục.",
		EN: "This shared device is locked. Enter the password to go on."}
	passwordNeeded = Text{
		VI: "Việc này cần nhập lại mật khẩu trước khi thực hiện.",
		EN: "Enter the password again before you do this."}
	notAllowed = Text{
		VI: "Không có quyền thực hiện việc này.",
		EN: "You may not do this."}
	changedMeanwhile = Text{
		VI: "Nội dung này vừa thay đổi. Hãy tải lại rồi thử lại.",
		EN: "This has just been changed. Reload it and try again."}
	tooManyAttempts = Format{
		VI: "Thử quá nhiều lần. Hãy thử lại sau %v giây.",
		EN: "Too many attempts. Try again in %v s."}
	tooManyAttemptsOrLink = Format{
		VI: "Thử quá nhiều lần. Hãy thử lại sau %v giây. Nếu cần vào ngay, hãy đề nghị Bộ phận Công nghệ thông tin gửi liên kết dùng một lần.",
		EN: "Too many attempts. Try again in %v s. If you cannot wait, ask the IT section for a one-time link."}
)
