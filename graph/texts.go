package graph

import "ttyt.example/ttyt/internal/base/fault"

var (
	tookTooLong = fault.Text{
		VI: "Yêu cầu mất quá nhiều thời gian.",
		EN: "The request took too long."}
	malformedArgument = fault.Text{
		VI: "Giá trị của một tham số không hợp lệ.",
		EN: "An argument has a malformed value."}
	internalError = fault.Text{
		VI: "Hệ thống có lỗi. Vui lòng báo Bộ phận Công nghệ thông tin kèm mã theo dõi.",
		EN: "Something went wrong. Tell the IT section, with the trace id."}
	invalidDocumentSays = fault.Format{
		VI: "Truy vấn không hợp lệ: %v",
		EN: "Invalid document: %v"}
	notForTokens = fault.Text{
		VI: "Mã truy cập không dùng được cho việc này.",
		EN: "This cannot be done with an API token."}
	tokenLacksScope = fault.Format{
		VI: "Mã truy cập cần một trong các quyền: %v.",
		EN: "The token needs one of these scopes: %v."}
	tooManyIDs = fault.Format{
		VI: "Nhiều nhất %v mã mỗi lần.",
		EN: "At most %v ids at once."}
	documentIDCombined = fault.Text{
		VI: "documentId không dùng cùng query hay extensions.persistedQuery.",
		EN: "documentId cannot be combined with query or extensions.persistedQuery."}
	wrongHash = fault.Text{
		VI: "sha256Hash không phải là mã băm của query.",
		EN: "sha256Hash is not the hash of query."}
	documentIDType = fault.Text{
		VI: "documentId phải là một chuỗi.",
		EN: "documentId must be a string."}
	malformedPersistedQuery = fault.Text{
		VI: "extensions.persistedQuery phải có version là 1 và sha256Hash.",
		EN: "extensions.persistedQuery must hold sha256Hash, and a version of 1."}
	registeredOnly = fault.Text{
		VI: "Người chưa đăng nhập chỉ được chạy truy vấn đã đăng ký. Hãy đăng nhập để chạy truy vấn khác.",
		EN: "Only registered documents can be run without signing in. Sign in to run others."}
)
