package transport

import "ttyt.example/ttyt/internal/base/fault"

var (
	badToken = fault.Text{
		VI: "Mã truy cập không đúng, đã hết hạn, đã thu hồi hoặc không dùng được từ địa chỉ này.",
		EN: "The token is unknown, expired or revoked, or cannot be used from this address."}
	// TooManyRequests is what somebody over their rate reads, wherever they ask.
	TooManyRequests = fault.Text{
		VI: "Quá nhiều yêu cầu. Vui lòng chờ một lát.",
		EN: "Too many requests. Wait a moment."}
	Overloaded = fault.Text{
		VI: "Hệ thống đang quá tải hoặc chưa sẵn sàng. Vui lòng thử lại sau ít giây.",
		EN: "The service is overloaded or not ready. Try again in a few seconds."}
	unacceptable = fault.Text{
		VI: "Accept phải cho phép application/json hoặc application/graphql-response+json, mã hóa UTF-8.",
		EN: "Accept must allow application/json or application/graphql-response+json, in UTF-8."}
	getOrPost = fault.Text{
		VI: "Chỉ nhận GET và POST.",
		EN: "Use GET or POST."}
	queriesByGET = fault.Text{
		VI: "GET chỉ dùng cho truy vấn.",
		EN: "GET is for queries only."}
	severalOperations = fault.Text{
		VI: "Tài liệu có nhiều thao tác: operationName phải nêu một thao tác.",
		EN: "The document holds several operations: operationName must name one."}
	needsStream = fault.Text{
		VI: "Đăng ký nhận tin cần WebSocket hoặc text/event-stream.",
		EN: "A subscription needs a WebSocket or text/event-stream."}
	parameterTwice = fault.Format{
		VI: "Tham số %v xuất hiện hai lần.",
		EN: "The parameter %v is given twice."}
	fieldTwice = fault.Text{
		VI: "Một đối tượng trong yêu cầu có hai trường trùng tên.",
		EN: "An object in the request has two fields of the same name."}
	serverFull = fault.Text{
		VI: "Máy chủ đang có quá nhiều kết nối. Vui lòng thử lại sau.",
		EN: "The server has too many open connections. Try again later."}
	tooManyConnections = fault.Text{
		VI: "Đang mở quá nhiều kết nối.",
		EN: "You have too many open connections."}
	tooManyOperations = fault.Text{
		VI: "Quá nhiều thao tác cùng lúc trên một kết nối.",
		EN: "Too many operations at once on one connection."}
	malformedForm = fault.Text{
		VI: "Nội dung multipart/form-data không hợp lệ.",
		EN: "The multipart/form-data body is malformed."}
	partsOutOfOrder = fault.Text{
		VI: "Các phần phải theo thứ tự: operations, map, rồi đến các tệp.",
		EN: "The parts must come in this order: operations, map, then the files."}
	malformedMap = fault.Text{
		VI: "Phần map phải nêu, cho mỗi tệp, các biến đang là null, mỗi biến một lần.",
		EN: "For each file, the map part must name variables that are null, each of them once."}
	tooManyFiles = fault.Format{
		VI: "Nhiều nhất %v tệp cho %v biến.",
		EN: "At most %v files for %v variables are allowed."}
	partNotInMap = fault.Text{
		VI: "Có phần không được nêu trong map, hoặc xuất hiện hai lần.",
		EN: "A part is not named in map, or is given twice."}
	fileMissing = fault.Text{
		VI: "Thiếu tệp được nêu trong map.",
		EN: "A file named in map is missing."}
	requestTooLarge = fault.Format{
		VI: "Yêu cầu lớn hơn %v KiB.",
		EN: "The request is larger than %v KiB."}
	oneLongFile = fault.Format{
		VI: "Mỗi yêu cầu nhiều nhất một tệp lớn hơn %v KiB.",
		EN: "A request takes at most one file that is larger than %v KiB."}
	manyLongFiles = fault.Text{
		VI: "Đang có nhiều tệp lớn được tải lên. Hãy thử lại khi các tệp ấy đã xong.",
		EN: "Many large files are being uploaded. Try again when they are done."}
	noRoomForFiles = fault.Text{
		VI: "Máy chủ không còn chỗ để nhận tệp. Hãy báo Bộ phận Công nghệ thông tin.",
		EN: "The server has no room to take the file. Tell the IT section."}
	notAString = fault.Format{
		VI: "Tham số %v phải là chuỗi.",
		EN: "The parameter %v must be a string."}
	notAnObject = fault.Format{
		VI: "Tham số %v phải là một đối tượng JSON.",
		EN: "The parameter %v must be a JSON object."}
	noQuery = fault.Text{
		VI: "Cần có tham số query.",
		EN: "The parameter query is required."}
	notJSON = fault.Text{
		VI: "Yêu cầu phải là một đối tượng JSON hợp lệ, mã hóa UTF-8.",
		EN: "The request must be one valid JSON object, in UTF-8."}
	noBatches = fault.Text{
		VI: "Không nhận nhiều yêu cầu trong một: hãy gửi từng yêu cầu.",
		EN: "Batches are not supported: send the requests one by one."}
	wrongMediaType = fault.Text{
		VI: "Content-Type phải là application/json hoặc, khi kèm tệp, multipart/form-data; mã hóa UTF-8.",
		EN: "Content-Type must be application/json or, with files, multipart/form-data; in UTF-8."}
	compressed = fault.Text{
		VI: "Không nhận yêu cầu đã nén.",
		EN: "Compressed requests are not supported."}
	tooSlow = fault.Text{
		VI: "Nội dung yêu cầu đến quá chậm.",
		EN: "The request body arrived too slowly."}
	cutShort = fault.Text{
		VI: "Nội dung yêu cầu không đến đủ.",
		EN: "The request body did not arrive in full."}
	addressTooLong = fault.Text{
		VI: "Địa chỉ quá dài: hãy dùng POST.",
		EN: "The address is too long: use POST."}
	malformedAddress = fault.Text{
		VI: "Tham số trong địa chỉ không hợp lệ.",
		EN: "The URL parameters are malformed."}
)
