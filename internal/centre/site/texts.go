package site

import "ttyt.example/ttyt/internal/base/fault"

var (
	onlyConsentedConfirms = fault.Text{
		VI: "Chỉ xác nhận được thay đổi do giám đốc duy nhất đề nghị và chưa có hiệu lực.",
		EN: "Only a change that the sole director proposed and that has not taken effect can be confirmed."}
	onlyOpenWithdraws = fault.Text{
		VI: "Chỉ rút được thay đổi chưa có hiệu lực và chưa bị từ chối.",
		EN: "Only a change that has not taken effect and was not refused can be withdrawn."}
	nothingToDecide = fault.Text{
		VI: "Việc sắp xếp trang có hiệu lực ngay, không cần ai quyết định.",
		EN: "An arrangement of the site takes effect at once; nobody decides on it."}
	nothingChanges = fault.Text{
		VI: "Không có gì khác với trang hiện nay.",
		EN: "Nothing differs from the site as it is now."}
	changedSince = fault.Format{
		VI: "Từ khi đề nghị, %v trên trang đã thay đổi. Hãy trả lại hoặc rút đề nghị này và lập đề nghị mới.",
		EN: "Since this was proposed, %v on the site changed. Return or withdraw it, and propose the change anew."}
	malformedPhone = fault.Text{
		VI: "Nhập số điện thoại Việt Nam: di động 10 số, cố định 11 số kể cả mã vùng, đầu số 1800 hoặc 1900, hay số ngắn như 115.",
		EN: "Enter a Vietnamese phone number: 10 digits for a mobile, 11 with the area code for a landline, 1800 or 1900, or a short one such as 115."}
	notHTTPS = fault.Text{
		VI: "Nhập địa chỉ đầy đủ bắt đầu bằng https://.",
		EN: "Enter a complete address that begins with https://."}
	tooManyHours = fault.Format{
		VI: "Giờ mở cửa có nhiều nhất %v dòng.",
		EN: "Opening hours have at most %v lines."}
	noDays = fault.Text{
		VI: "Chọn ít nhất một ngày.",
		EN: "Choose at least one day."}
	malformedTime = fault.Text{
		VI: "Nhập giờ và phút, từ 00:00 đến 24:00.",
		EN: "Enter hours and minutes, from 00:00 to 24:00."}
	closesBeforeOpening = fault.Text{
		VI: "Giờ đóng cửa phải sau giờ mở cửa.",
		EN: "The closing time must be after the opening time."}
	malformedColour = fault.Text{
		VI: "Nhập màu dạng #rrggbb.",
		EN: "Enter a colour as #rrggbb."}
	paleColour = fault.Format{
		VI: "Màu %v quá nhạt: độ tương phản với màu trắng là %v:1, cần ít nhất 4.5:1. Màu gần nhất đạt yêu cầu là %v.",
		EN: "The colour %v is too pale: its contrast with white is %v:1, and 4.5:1 is needed. The nearest one that passes is %v."}
	tooManyItems = fault.Format{
		VI: "Mỗi cấp của trình đơn có nhiều nhất %v mục.",
		EN: "Each level of a menu has at most %v items."}
	malformedPath = fault.Text{
		VI: "Đường dẫn trên trang bắt đầu bằng /, gồm chữ thường không dấu, chữ số, dấu gạch nối và dấu /.",
		EN: "A path of the site begins with / and has lower-case Latin letters, digits, hyphens and slashes."}
	pointsToOne = fault.Text{
		VI: "Mỗi mục dẫn đến đúng một nơi: chuyên mục, bài viết, đơn vị hoặc đường dẫn. Mục có các mục con thì không cần.",
		EN: "An item points to exactly one of a category, a post, a department and a path. One with items below it need not."}
	labelNeeded = fault.Text{
		VI: "Mục dẫn đến một đường dẫn, hay không dẫn đến đâu, cần có nhãn.",
		EN: "An item that points to a path, or to nothing, needs a label."}
	notPublic = fault.Text{
		VI: "Không có trên trang công khai.",
		EN: "Not on the public site."}
	tooManyGroups = fault.Format{
		VI: "Có nhiều nhất %v nhóm liên kết.",
		EN: "There are at most %v groups of links."}
	tooManyLinks = fault.Format{
		VI: "Mỗi nhóm có nhiều nhất %v liên kết.",
		EN: "A group has at most %v links."}
	tooManyBlocks = fault.Format{
		VI: "Trang chủ có nhiều nhất %v khối.",
		EN: "The home page has at most %v blocks."}
	onlyOfText = fault.Text{
		VI: "Chỉ khối văn bản có nội dung.",
		EN: "Only a text block has a text."}
	onlyOfPosts = fault.Text{
		VI: "Chỉ khối bài viết có số bài.",
		EN: "Only a block of posts has a number of posts."}
	limitOfPosts = fault.Format{
		VI: "Số bài từ 1 đến %v.",
		EN: "The number of posts is between 1 and %v."}
	onlyOfCategory = fault.Text{
		VI: "Chỉ khối bài mới của một chuyên mục có chuyên mục.",
		EN: "Only a block with the latest posts of a category has a category."}
	categoryNeeded = fault.Text{
		VI: "Chọn một chuyên mục.",
		EN: "Choose a category."}
	removedAtOnce = fault.Text{
		VI: "Việc bỏ chuyên mục có hiệu lực ngay, nên không đi cùng nội dung chờ Ban Giám đốc.",
		EN: "A category is removed at once, and so not together with what waits for a director."}
	// names are what people call the fields.
	names = map[Field]fault.Text{
		Name:           {VI: "tên trung tâm", EN: "the name of the centre"},
		Address:        {VI: "địa chỉ", EN: "the address"},
		Map:            {VI: "liên kết bản đồ", EN: "the map link"},
		Hotline:        {VI: "đường dây nóng", EN: "the hotline"},
		FanPage:        {VI: "trang mạng xã hội", EN: "the fan page"},
		Responsible:    {VI: "người chịu trách nhiệm", EN: "the responsible person"},
		OpeningHours:   {VI: "giờ mở cửa", EN: "the opening hours"},
		PrimaryColour:  {VI: "màu chính", EN: "the primary colour"},
		AccentColour:   {VI: "màu nhấn", EN: "the accent colour"},
		SEOTitle:       {VI: "tiêu đề cho máy tìm kiếm", EN: "the title for search engines"},
		SEODescription: {VI: "mô tả cho máy tìm kiếm", EN: "the description for search engines"},
		MainMenu:       {VI: "trình đơn chính", EN: "the main menu"},
		FooterMenu:     {VI: "trình đơn chân trang", EN: "the menu of the foot"},
		LinkLists:      {VI: "các liên kết", EN: "the links"},
		HomePage:       {VI: "trang chủ", EN: "the home page"},
		Categories:     {VI: "các chuyên mục", EN: "the categories"},
	}
)
