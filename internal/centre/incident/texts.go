package incident

import "ttyt.example/ttyt/internal/base/fault"

var (
	tooManyEntries = fault.Text{
		VI: "Sự cố đã có quá nhiều trao đổi.",
		EN: "This incident has too many comments."}
	notTheirKind = fault.Text{
		VI: "Người này không xử lý loại sự cố này.",
		EN: "This person does not handle incidents of this kind."}
	chooseApplication = fault.Text{
		VI: "Cần chọn phần mềm gặp lỗi.",
		EN: "Choose the application at fault."}
	reportedTooMany = fault.Format{
		VI: "Đã báo %v sự cố trong một giờ. Hãy báo tiếp sau %v phút; việc khẩn cấp xin gọi điện cho Bộ phận Công nghệ thông tin.",
		EN: "You have reported %v incidents within an hour. Report the next one in %v minutes; in an emergency, call the IT section."}
	tooManyMistakeReports = fault.Format{
		VI: "Hiện có quá nhiều thông báo lỗi. Vui lòng gửi lại sau %v phút.",
		EN: "Too many mistakes are being reported. Try again in %v minutes."}
	passageNotFound = fault.Text{
		VI: "Không tìm thấy đoạn này trong bài đang đăng. Vui lòng chép lại nguyên văn từ bài; có thể bài vừa được sửa.",
		EN: "These words are not in the published text. Copy them from the page; it may have been corrected just now."}
	reportedOften = fault.Text{
		VI: "Đoạn này đã được báo nhiều lần và đang được kiểm tra.",
		EN: "This passage has been reported many times and is being checked."}
	mistakeIn = fault.Format{
		VI: "Lỗi trong bài: %v",
		EN: "Mistake in a post: %v"}
	correctedIn = fault.Format{
		VI: "Đã sửa trong phiên bản %v.",
		EN: "Corrected in version %v."}
	noMistake = fault.Text{
		VI: "Sự cố này không phải lỗi được báo trong một bài viết.",
		EN: "This incident is not a mistake reported in a post."}
	noNewerRevision = fault.Text{
		VI: "Từ khi được báo lỗi, bài chưa có phiên bản mới được đăng.",
		EN: "No newer version has been published since the mistake was reported."}
	noteStatesFacts = fault.Text{
		VI: "Chỉ nêu điều đã được sửa, không ghi chữ số, địa chỉ hay liên kết: nội dung mới đã có trong bài.",
		EN: "Only name what was corrected, without digits, addresses or links: the new content is in the post."}
	tooManyLinks = fault.Text{
		VI: "Nhiều nhất 50 mục mỗi lần.",
		EN: "At most 50 links at once."}
	tooManySubjects = fault.Text{
		VI: "Một sự cố nêu nhiều nhất 200 tài sản và 200 bài viết.",
		EN: "An incident names at most 200 assets and 200 posts."}
	chooseAsset = fault.Text{
		VI: "Cần chọn thiết bị hoặc phần mềm.",
		EN: "Choose an asset or application."}
	notPublished = fault.Text{
		VI: "Bài viết không có trên trang thông tin điện tử.",
		EN: "The post is not on the site."}
	onlyInProgressWaits = fault.Text{
		VI: "Chỉ tạm dừng sự cố đang xử lý.",
		EN: "Only an incident in progress can be put on hold."}
	notWaiting = fault.Text{
		VI: "Sự cố không ở trạng thái tạm dừng.",
		EN: "The incident is not on hold."}
	onlyResolvedCloses = fault.Text{
		VI: "Chỉ đóng sự cố đã có cách giải quyết.",
		EN: "Only a resolved incident can be closed."}
	doneOrYours = fault.Text{
		VI: "Sự cố đã có cách giải quyết, hoặc tài khoản này đang xử lý.",
		EN: "The incident is resolved, or you are already handling it."}
	reopenFirst = fault.Text{
		VI: "Sự cố đã có cách giải quyết; hãy mở lại trước.",
		EN: "The incident is resolved: reopen it first."}
	incidentClosed = fault.Text{
		VI: "Sự cố đã đóng.",
		EN: "The incident is closed."}
	notResolved = fault.Text{
		VI: "Sự cố chưa có cách giải quyết.",
		EN: "The incident is not resolved yet."}
	reopenedTooLate = fault.Format{
		VI: "Chỉ mở lại trong %v ngày làm việc sau khi giải quyết; hãy báo một sự cố mới.",
		EN: "An incident can only be reopened within %v working days of its solution: report a new one."}
)
