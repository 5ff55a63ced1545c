package limits

import "ttyt.example/ttyt/internal/base/fault"

var (
	costPoints = fault.Text{
		VI: "điểm chi phí (số trường trả về ước tính)",
		EN: "cost points, the estimated number of fields answered"}
	tokens = fault.Text{
		VI: "từ tố",
		EN: "tokens"}
	nesting = fault.Text{
		VI: "tầng lồng nhau",
		EN: "levels of nesting"}
	beyondLimit = fault.Format{
		VI: "Truy vấn vượt giới hạn %v %v.",
		EN: "The document exceeds the limit of %v %v."}
	cyclicFragment = fault.Format{
		VI: "Mảnh %q tự gọi lại chính nó.",
		EN: "Fragment %q spreads itself."}
	spreadNodes = fault.Text{
		VI: "nút khi trải các mảnh",
		EN: "nodes once fragments are spread"}
	operations = fault.Text{
		VI: "thao tác",
		EN: "operations"}
	fragments = fault.Text{
		VI: "mảnh",
		EN: "fragments"}
	variables = fault.Text{
		VI: "biến",
		EN: "variables"}
	valueNesting = fault.Text{
		VI: "tầng lồng nhau của một giá trị",
		EN: "levels of nesting of a value"}
	listElements = fault.Text{
		VI: "phần tử của một danh sách",
		EN: "elements of one list"}
	tooMuchComputing = fault.Format{
		VI: "Các trường phải tính toán vượt giới hạn %v MiB văn bản trong một yêu cầu. Hãy yêu cầu ít hơn mỗi lần.",
		EN: "The computed fields exceed the limit of %v MiB of text in one request. Ask for fewer at a time."}
	answerTooLarge = fault.Format{
		VI: "Kết quả vượt giới hạn %v MiB. Hãy yêu cầu từng trang nhỏ hơn.",
		EN: "The answer exceeds the limit of %v MiB. Ask for smaller pages."}
	mutationAnswerTooLarge = fault.Format{
		VI: "Kết quả vượt giới hạn %v MiB nên không hiển thị hết. Thao tác đã được thực hiện: đừng gửi lại, hãy đọc kết quả bằng truy vấn.",
		EN: "The answer exceeds the limit of %v MiB and is not shown in full. The mutation has run: do not send it again, query for its result."}
	moreErrors = fault.Format{
		VI: "Còn %v lỗi khác không liệt kê.",
		EN: "%v more errors are not listed."}
	moreOfKind = fault.Format{
		VI: "Còn %v lỗi khác cùng loại.",
		EN: "%v more errors of this kind."}
	stillComputing = fault.Text{
		VI: "Các yêu cầu trước vẫn đang được xử lý. Vui lòng chờ một lát.",
		EN: "Your earlier requests are still being computed. Wait a moment."}
	valuesInVariables = fault.Text{
		VI: "giá trị trong các biến",
		EN: "values in the variables"}
	objectFields = fault.Text{
		VI: "trường của một đối tượng",
		EN: "fields of one object"}
	nestingWithFragments = fault.Text{
		VI: "tầng lồng nhau, kể cả mảnh",
		EN: "levels of nesting, fragments included"}
	fields = fault.Text{
		VI: "trường",
		EN: "fields"}
	aliases = fault.Text{
		VI: "bí danh",
		EN: "aliases"}
	rootFields = fault.Text{
		VI: "trường gốc",
		EN: "root fields"}
	directives = fault.Text{
		VI: "chỉ thị",
		EN: "directives"}
	sizeInBytes = fault.Text{
		VI: "byte",
		EN: "bytes"}
)
