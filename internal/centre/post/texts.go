package post

import "ttyt.example/ttyt/internal/base/fault"

var (
	onlyPublicCorrected = fault.Text{
		VI: "Chỉ đính chính được bài công khai đang đăng.",
		EN: "Only a public post that is on the site can be corrected."}
	noCorrection = fault.Format{
		VI: "Sửa như vậy thì không còn là đính chính. %v Hãy trả lại bài thay vì sửa.",
		EN: "With this edit it is no longer a correction. %v Return the post instead."}
	fieldChanges = fault.Format{
		VI: "Mục “%v” có thay đổi.",
		EN: "“%v” changes."}
	digitChanges = fault.Text{
		VI: "Có chữ số thay đổi.",
		EN: "A digit changes."}
	tooManyWords = fault.Format{
		VI: "Có %v từ thay đổi, nhiều nhất %v.",
		EN: "%v words differ; at most %v may."}
	newHost = fault.Format{
		VI: "Chưa có bài đang đăng nào liên kết đến %v.",
		EN: "No published post links to %v."}
	sooner = fault.Format{
		VI: "“%v” sớm hơn “%v”.",
		EN: "“%v” is before “%v”."}
	inThePast = fault.Format{
		VI: "“%v” (%v) đã qua.",
		EN: "“%v” (%v) is in the past."}
	dayOff = fault.Format{
		VI: "“%v” rơi vào ngày nghỉ (%v).",
		EN: "“%v” falls on a day off (%v)."}
	onlyWebsiteMoves = fault.Text{
		VI: "Văn bản này mang thời điểm và người đăng của trang cũ: chỉ Bộ phận Quản lý website được đưa vào.",
		EN: "This text has the time and poster of the older site: only the website section can bring it in."}
	malformedSlug = fault.Text{
		VI: "Đường dẫn chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất 120 ký tự, và không trùng đường dẫn của hệ thống.",
		EN: "A slug has lower-case Latin letters, digits and single hyphens, at most 120 characters, and is not an address of the site itself."}
	ownerFixed = fault.Text{
		VI: "Không đổi được đơn vị sở hữu sau lần trình đầu tiên.",
		EN: "The owning department cannot change after the first submission."}
	unknownCategory = fault.Text{
		VI: "Có chuyên mục không tồn tại.",
		EN: "A category does not exist."}
	profilesName = fault.Text{
		VI: "Trang cá nhân phải chọn cán bộ được giới thiệu; các loại bài khác thì không.",
		EN: "A staff profile must name the person it is about; other posts must not."}
	submittedAlready = fault.Text{
		VI: "Bài này đã được trình từ chính tài khoản này.",
		EN: "You have already submitted this."}
	justSaved = fault.Text{
		VI: "Bài này vừa được lưu từ chính tài khoản này. Hãy tải lại rồi sửa tiếp.",
		EN: "You have just saved this yourself. Reload it to go on."}
	withdrawFirst = fault.Text{
		VI: "Bài viết đang được xét duyệt hoặc đã được duyệt. Hãy rút lại trước khi sửa.",
		EN: "The post is under review or approved. Withdraw it before editing."}
	publishWithinYear = fault.Text{
		VI: "Thời điểm đăng phải ở tương lai, trong vòng một năm.",
		EN: "The time of publication must be in the future, within a year."}
	narrowingReason = fault.Text{
		VI: "Phiên bản này đưa bài ra khỏi trang công khai: cần nhập lý do.",
		EN: "This version takes the post off the public site: enter a reason."}
	removedTooEarly = fault.Text{
		VI: "Thời điểm gỡ phải sau thời điểm đăng.",
		EN: "The time of removal must be after publication."}
	removalPassed = fault.Text{
		VI: "Thời hạn đăng đã hết trước khi bài được đăng.",
		EN: "The time of removal passed before the post could be published."}
	idOrSlug = fault.Text{
		VI: "Chỉ dùng một trong hai: id hoặc slug.",
		EN: "Give either id or slug."}
	nothingToWithdraw = fault.Text{
		VI: "Không có gì đang chờ để rút lại.",
		EN: "There is nothing to withdraw."}
	notScheduled = fault.Text{
		VI: "Bài viết chưa được hẹn giờ đăng.",
		EN: "No publication is scheduled."}
	notOnSite = fault.Text{
		VI: "Chỉ gỡ được bài đang đăng.",
		EN: "Only a published post can be taken down."}
	notArchivable = fault.Text{
		VI: "Chỉ lưu trữ được bài đã đăng hoặc đã gỡ, không có phiên bản mới đang chờ duyệt hoặc chờ đăng.",
		EN: "Only a post that has been published and has no newer version awaiting a decision or publication can be archived."}
	notPinnable = fault.Text{
		VI: "Chỉ ghim được bài đang đăng.",
		EN: "Only a published post can be pinned."}
	notDeletable = fault.Text{
		VI: "Chỉ xóa được bản nháp.",
		EN: "Only a draft can be deleted."}
	notSubmittable = fault.Text{
		VI: "Chỉ trình được bản nháp.",
		EN: "Only a draft can be submitted."}
	emptyBody = fault.Text{
		VI: "Bài viết chưa có nội dung.",
		EN: "The post has no text."}
	placeTaken = fault.Text{
		VI: "Trang này đã được lưu trữ và đã có trang khác thay thế.",
		EN: "This page is archived, and another has taken its place."}
	personLeft = fault.Text{
		VI: "Người được giới thiệu đã thôi việc tại Trung tâm.",
		EN: "The person the profile is about has left the centre."}
	notHoldable = fault.Text{
		VI: "Chỉ tạm giữ hoặc bỏ tạm giữ bài đã được duyệt.",
		EN: "Only an approved post can be put on hold or released."}
	secondPairNeeded = fault.Text{
		VI: "Bài do giám đốc duy nhất trình, hoặc viết về chính giám đốc đó, phải do người không liên quan xác nhận và đăng.",
		EN: "A post that the sole director submitted or is the subject of must be confirmed and published by somebody who took no part in it."}
	notScheduledBack = fault.Text{
		VI: "Bài đã gỡ phải được đăng lại ngay, không hẹn giờ.",
		EN: "A post that was taken down can only be put back at once, not at a set time."}
	notScheduledOff = fault.Text{
		VI: "Phiên bản này đưa bài ra khỏi trang công khai: hãy đăng ngay, kèm lý do.",
		EN: "This version takes the post off the public site: publish it now, with a reason."}
	nothingToRevoke = fault.Text{
		VI: "Không có sự đồng ý nào để thu hồi.",
		EN: "There is no consent to revoke."}
	boardFirst = fault.Text{
		VI: "Chỉ đăng được sau khi Ban Giám đốc đồng ý.",
		EN: "The Board must consent before publication."}
	onHold = fault.Format{
		VI: "Việc đăng đang được tạm giữ: %v",
		EN: "Publication is on hold: %v"}
	noDecisionDue = fault.Text{
		VI: "Bài viết không chờ quyết định.",
		EN: "The post is not waiting for a decision."}
	tooManyBytes = fault.Format{
		VI: "Dài %v byte, nhiều nhất %v.",
		EN: "%v bytes long; at most %v are allowed."}
	tooManyItems = fault.Format{
		VI: "Có %v mục, nhiều nhất %v.",
		EN: "%v items; at most %v are allowed."}
	outOfBounds = fault.Format{
		VI: "Phải từ %v đến %v.",
		EN: "Must be from %v to %v."}
	tagTooLong = fault.Text{
		VI: "Thẻ quá dài.",
		EN: "The tag is too long."}
	postedInFuture = fault.Text{
		VI: "Thời điểm đăng trên trang cũ không được ở tương lai.",
		EN: "The time of posting must not be in the future."}
	otherTypesContent = fault.Text{
		VI: "Phần nội dung này thuộc về loại bài viết khác.",
		EN: "This content belongs to another type of post."}
	noFreeText = fault.Text{
		VI: "Loại bài viết này không có phần văn bản tự do.",
		EN: "This type of post has no free text."}
	personElsewhere = fault.Text{
		VI: "Cán bộ này không thuộc đơn vị sở hữu bài viết.",
		EN: "This person does not belong to the owning department."}
	profileTaken = fault.Text{
		VI: "Cán bộ này đã có trang cá nhân.",
		EN: "This person already has a profile."}
	pageTaken = fault.Text{
		VI: "Đơn vị này đã có trang giới thiệu.",
		EN: "This department already has a page."}
	profileFirst = fault.Text{
		VI: "Cán bộ này đã có trang cá nhân khác, đăng trước. Hãy sửa trang đó, hoặc lưu trữ nó trước.",
		EN: "Another profile of this person came first. Edit that one, or archive it first."}
	pageFirst = fault.Text{
		VI: "Đơn vị này đã có trang giới thiệu khác, đăng trước. Hãy sửa trang đó, hoặc lưu trữ nó trước.",
		EN: "Another page of this department came first. Edit that one, or archive it first."}
	relevanceOfWords = fault.Text{
		VI: "Chỉ sắp xếp theo mức độ phù hợp khi có từ khóa tìm kiếm.",
		EN: "Sorting by relevance requires words to search for."}
	slugTaken = fault.Text{
		VI: "Đường dẫn này đã được dùng.",
		EN: "This slug is in use."}
	toolsDepartment = fault.Text{
		VI: "Mã truy cập chỉ được soạn bản nháp cho đơn vị đã được giám đốc đồng ý.",
		EN: "The token can only draft posts for the department that a director consented to."}
	notForTools = fault.Text{
		VI: "Công cụ không được soạn trang cá nhân và trang giới thiệu đơn vị.",
		EN: "A tool cannot draft staff profiles or department pages."}
	tooManyWaiting = fault.Text{
		VI: "Đã có 50 bản nháp của công cụ này chờ người tiếp nhận.",
		EN: "50 drafts of this tool are already waiting to be taken over."}
	consentPlace = fault.Text{
		VI: "Cần nhập nơi lưu bản đồng ý có chữ ký của người bệnh.",
		EN: "Enter where the patients' signed consent is kept."}
	// What goes on record and into notices stands there in Vietnamese.
	leftCentre = fault.Text{
		VI: "Cán bộ đã thôi việc tại Trung tâm",
		EN: "Left the centre"}
	changedDepartment = fault.Text{
		VI: "Cán bộ chuyển đơn vị công tác",
		EN: "Moved to another department"}
	changedPosition = fault.Text{
		VI: "Thay đổi chức vụ",
		EN: "Change of position"}
	removalDue = fault.Text{
		VI: "Hết hạn đăng",
		EN: "Time of removal reached"}
	tookOver = fault.Text{
		VI: "Tiếp nhận bản nháp do công cụ soạn",
		EN: "Took over a tool's draft"}
	// websiteSection signs what the program publishes by order.
	websiteSection = fault.Text{
		VI: "Bộ phận Quản lý website",
		EN: "Website section"}
	noFiles = fault.Text{
		VI: "Trang cá nhân chưa nhận ảnh và tệp: cần có sự đồng ý được ghi nhận của người được giới thiệu.",
		EN: "A profile takes no pictures or files yet: they need the recorded consent of the person it presents."}
	namesDeleted = fault.Text{
		VI: "Nội dung còn ảnh hoặc tệp đã bị xóa. Hãy gỡ hoặc thay bằng tệp khác.",
		EN: "The text still shows a picture, or leads to a file, that was deleted. Remove or replace it."}
	pictureUndescribed = fault.Format{
		VI: "Ảnh “%v” chưa có mô tả cho người không nhìn thấy. Hãy ghi mô tả, hoặc chọn “ảnh trang trí”.",
		EN: "The picture “%v” has no text for readers who do not see it. Describe it, or mark it as decorative."}

	// labels name all that the hash covers but title, summary and body.
	labels = map[string]fault.Text{
		"type":                            {VI: "Loại bài viết", EN: "Type"},
		"department":                      {VI: "Đơn vị sở hữu", EN: "Owning department"},
		"person":                          {VI: "Cán bộ được giới thiệu", EN: "Person"},
		"byline":                          {VI: "Người viết ghi trên bài", EN: "Byline"},
		"audience":                        {VI: "Đối tượng xem", EN: "Audience"},
		"categories":                      {VI: "Chuyên mục", EN: "Categories"},
		"tags":                            {VI: "Thẻ", EN: "Tags"},
		"seo.title":                       {VI: "Tiêu đề khi tìm kiếm", EN: "Title for search engines"},
		"seo.description":                 {VI: "Mô tả khi tìm kiếm", EN: "Description for search engines"},
		"origin.postedAt":                 {VI: "Thời điểm đăng trên trang cũ", EN: "Date on the older site"},
		"origin.postedBy":                 {VI: "Người đăng trên trang cũ", EN: "Poster on the older site"},
		"content.announcement":            {VI: "Phần riêng của thông báo", EN: "Announcement details"},
		"content.announcement.urgent":     {VI: "Thông báo khẩn", EN: "Urgent announcement"},
		"content.healthGuide":             {VI: "Phần riêng của hướng dẫn sức khỏe", EN: "Health guide details"},
		"content.healthGuide.urgent":      {VI: "Hướng dẫn khẩn", EN: "Urgent guide"},
		"content.healthGuide.diseases":    {VI: "Bệnh", EN: "Diseases"},
		"content.healthGuide.topics":      {VI: "Chủ đề", EN: "Topics"},
		"content.healthGuide.reviewDueOn": {VI: "Hạn rà soát", EN: "Review date"},
		"content.recruitmentNotice":       {VI: "Phần riêng của thông báo tuyển dụng", EN: "Recruitment notice details"},
		"content.recruitmentNotice.applicationDeadline": {VI: "Hạn nộp hồ sơ", EN: "Application deadline"},
		"content.recruitmentNotice.contact":             {VI: "Liên hệ tuyển dụng", EN: "Recruitment contact"},
		"content.tenderNotice":                          {VI: "Phần riêng của thông báo mời thầu", EN: "Tender notice details"},
		"content.tenderNotice.packageNumber":            {VI: "Số hiệu gói thầu", EN: "Package number"},
		"content.tenderNotice.packageName":              {VI: "Tên gói thầu", EN: "Package name"},
		"content.tenderNotice.procurementForm":          {VI: "Hình thức lựa chọn nhà thầu", EN: "Form of procurement"},
		"content.tenderNotice.issuedOn":                 {VI: "Ngày phát hành", EN: "Issue date"},
		"content.tenderNotice.submissionDeadline":       {VI: "Hạn nộp hồ sơ dự thầu", EN: "Submission deadline"},
		"content.tenderNotice.openingAt":                {VI: "Thời điểm mở thầu", EN: "Tender opening"},
		"content.tenderNotice.estimatedValue":           {VI: "Giá gói thầu (đồng)", EN: "Estimated value (VND)"},
		"content.departmentPage":                        {VI: "Phần riêng của trang đơn vị", EN: "Department page details"},
		"content.departmentPage.functions":              {VI: "Chức năng", EN: "Functions"},
		"content.departmentPage.duties":                 {VI: "Nhiệm vụ", EN: "Duties"},
		"content.departmentPage.processes":              {VI: "Quy trình", EN: "Processes"},
		"content.departmentPage.contact":                {VI: "Liên hệ của đơn vị", EN: "Department contact"},
		"content.staffProfile":                          {VI: "Phần riêng của trang cá nhân", EN: "Staff profile details"},
		"content.staffProfile.professionalTitle":        {VI: "Chức danh nghề nghiệp", EN: "Professional title"},
		"content.staffProfile.specialties":              {VI: "Chuyên môn", EN: "Specialties"},
	}
	// fileLabels are the parts of an attached file, which is the cover or one of a list.
	fileLabels = map[string]fault.Text{
		"file":       {VI: "mã tệp", EN: "file"},
		"name":       {VI: "tên tệp", EN: "file name"},
		"type":       {VI: "loại tệp", EN: "file type"},
		"size":       {VI: "dung lượng (byte)", EN: "size in bytes"},
		"sha256":     {VI: "nội dung tệp (SHA-256)", EN: "file content (SHA-256)"},
		"alt":        {VI: "mô tả ảnh", EN: "alternative text"},
		"decorative": {VI: "ảnh trang trí", EN: "decorative"},
		"caption":    {VI: "chú thích", EN: "caption"},
		"credit":     {VI: "người chụp, nguồn", EN: "credit"},
		"licence":    {VI: "điều kiện sử dụng", EN: "licence"},
		"focus":      {VI: "phần luôn hiển thị", EN: "focus"},
	}
	coverLabel = fault.Format{VI: "Ảnh bìa: %v", EN: "Cover: %v"}
	fileLists  = map[string]fault.Format{
		"gallery":     {VI: "Ảnh %v trong bộ ảnh: %v", EN: "Gallery picture %v: %v"},
		"attachments": {VI: "Tệp đính kèm %v: %v", EN: "Attachment %v: %v"},
		"embedded":    {VI: "Tệp %v trong nội dung: %v", EN: "File %v in the text: %v"},
	}

	// itemLabels are those of the items of lists. A star stands for the number of the item, which the label has a place for.
	itemLabels = map[string]fault.Format{
		"content.recruitmentNotice.positions.*":              {VI: "Vị trí tuyển dụng %v", EN: "Vacancy %v"},
		"content.recruitmentNotice.positions.*.position":     {VI: "Vị trí tuyển dụng %v: tên", EN: "Vacancy %v: position"},
		"content.recruitmentNotice.positions.*.number":       {VI: "Vị trí tuyển dụng %v: số lượng", EN: "Vacancy %v: number"},
		"content.recruitmentNotice.positions.*.requirements": {VI: "Vị trí tuyển dụng %v: yêu cầu", EN: "Vacancy %v: requirements"},
	}
)
