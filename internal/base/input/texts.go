package input

import "ttyt.example/ttyt/internal/base/fault"

var (
	notFile = fault.Text{
		VI: "Phải là một tệp: hãy gửi yêu cầu dạng multipart/form-data.",
		EN: "Must be a file: send the request as multipart/form-data."}
	fileTooLong = fault.Format{
		VI: "Tệp lớn hơn %v KiB.",
		EN: "The file is larger than %v KiB."}
	missing = fault.Format{
		VI: "Cần nhập %v.",
		EN: "Enter %v."}
	missingThis = fault.Text{
		VI: "Cần nhập mục này.",
		EN: "Enter a value here."}
	// InFuture refuses a time that something cannot have happened at yet.
	InFuture = fault.Text{
		VI: "Thời điểm này ở tương lai.",
		EN: "This time is in the future."}
	notASlug = fault.Format{
		VI: "%v: chỉ gồm chữ thường không dấu, chữ số và các dấu gạch nối đơn.",
		EN: "%v: a slug has lower-case Latin letters, digits and single hyphens."}
	// fields are what people call the fields that have to be filled in, by the last name of their path.
	fields = map[string]fault.Text{
		"alias":        {VI: "bút danh", EN: "an alias"},
		"code":         {VI: "mã", EN: "a code"},
		"comment":      {VI: "ý kiến", EN: "a comment"},
		"decisionNo":   {VI: "số quyết định", EN: "the decision number"},
		"department":   {VI: "đơn vị", EN: "a department"},
		"description":  {VI: "mô tả", EN: "a description"},
		"endsOn":       {VI: "ngày kết thúc", EN: "the end date"},
		"method":       {VI: "cách xử lý", EN: "the method used"},
		"name":         {VI: "tên", EN: "a name"},
		"passage":      {VI: "đoạn có lỗi", EN: "the passage"},
		"plan":         {VI: "kế hoạch thực hiện", EN: "the plan"},
		"product":      {VI: "tên sản phẩm", EN: "the product"},
		"purpose":      {VI: "mục đích", EN: "the purpose"},
		"reason":       {VI: "lý do", EN: "a reason"},
		"rollBackPlan": {VI: "phương án khôi phục", EN: "the roll-back plan"},
		"scanRange":    {VI: "phạm vi được quét", EN: "the scan range"},
		"solution":     {VI: "cách khắc phục", EN: "the solution"},
		"startedOn":    {VI: "ngày bắt đầu", EN: "the start date"},
		"text":         {VI: "nội dung", EN: "the text"},
		"title":        {VI: "tiêu đề", EN: "a title"},
	}
	tooLong = fault.Format{
		VI: "Đã nhập %v ký tự, nhiều nhất là %v.",
		EN: "%v characters long; at most %v are allowed."}
	searchTooLong = fault.Format{
		VI: "Nội dung tìm kiếm nhiều nhất %v từ, %v ký tự.",
		EN: "A search takes at most %v words and %v characters."}
)
