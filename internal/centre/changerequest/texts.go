package changerequest

import "ttyt.example/ttyt/internal/base/fault"

var (
	onlyReplace = fault.Text{
		VI: "Chỉ yêu cầu thay thế mới có thiết bị thay thế.",
		EN: "Only a request to replace an asset has a replacement."}
	repairNeedsIncident = fault.Text{
		VI: "Cần chọn sự cố đã báo làm căn cứ sửa chữa.",
		EN: "Choose the reported incident that the repair starts from."}
	onlyRepair = fault.Text{
		VI: "Chỉ yêu cầu sửa chữa mới gắn với sự cố.",
		EN: "Only a request for a repair refers to an incident."}
	reporterProtected = fault.Text{
		VI: "Sự cố này bảo vệ danh tính người báo: chỉ Bộ phận Công nghệ thông tin được lập yêu cầu sửa chữa.",
		EN: "This incident protects the identity of its reporter: only the IT section can request the repair."}
	incidentNotAbout = fault.Text{
		VI: "Sự cố này không nêu thiết bị, và Bộ phận Công nghệ thông tin chưa xác định thiết bị là nguyên nhân.",
		EN: "The incident does not name the asset, and the IT section has not found it to be the cause."}
	windowEndsFirst = fault.Text{
		VI: "Thời gian kết thúc phải sau thời gian bắt đầu.",
		EN: "The planned end must be after the planned start."}
	costBounds = fault.Text{
		VI: "Nhập chi phí từ 0 đến một nghìn tỉ đồng.",
		EN: "Enter a cost from 0 to 10^12 dong."}
	replacementMissing = fault.Text{
		VI: "Cần chọn thiết bị thay thế.",
		EN: "Choose the replacement."}
	lateReasonMissing = fault.Text{
		VI: "Đã quá thời gian dự kiến: cần nhập lý do thực hiện muộn.",
		EN: "The planned time is over: say why it is done late."}
	consentLapsed = fault.Text{
		VI: "Sự đồng ý đã hết hiệu lực vì quá thời hạn thực hiện: hãy gửi lại yêu cầu để được xem xét lại.",
		EN: "The consent lapsed because the change was not made in time: submit the request again."}
	spokenTooEarly = fault.Text{
		VI: "Thời điểm đồng ý miệng phải trong vòng 24 giờ qua.",
		EN: "The oral consent must have been given within the last 24 hours."}
	notDirector = fault.Text{
		VI: "Người này không thuộc Ban Giám đốc.",
		EN: "This person is not a director."}
	assetChanged = fault.Text{
		VI: "Thiết bị đã thay đổi sau khi thẩm định: yêu cầu này không còn đúng với hiện trạng.",
		EN: "The asset has changed since the assessment: this request no longer matches it."}
	notOfThisKind = fault.Text{
		VI: "Loại yêu cầu này không được thay đổi thông tin đó.",
		EN: "This kind of request cannot change this field."}
	connectedMissing = fault.Text{
		VI: "Cần chọn nối vào mạng hay ngắt khỏi mạng.",
		EN: "Choose whether to connect or disconnect the asset."}
	notRepair = fault.Text{
		VI: "Đổi sang máy của hãng hoặc kiểu khác là thay thế, không phải sửa chữa: hãy lập yêu cầu thay thế.",
		EN: "An asset of another make or model is a replacement, not a repair: request a replacement."}
	assetRetired = fault.Text{
		VI: "Tài sản đã thanh lý: không thực hiện yêu cầu thay đổi nào nữa.",
		EN: "The asset is retired: no change request can apply to it."}
	assetQuarantined = fault.Text{
		VI: "Thiết bị đang bị cách ly: chỉ được thay đổi sau khi đã quét sạch.",
		EN: "The machine is quarantined: it can only be changed after a clean scan."}
	replacementUnfit = fault.Text{
		VI: "Thiết bị thay thế phải cùng loại và đang ở trong kho.",
		EN: "A replacement must be of the same kind and in stock."}
	notEditable = fault.Text{
		VI: "Chỉ sửa được yêu cầu đã bị trả lại, bị thu hồi sự đồng ý hoặc hết hiệu lực.",
		EN: "Only a returned, revoked or lapsed request can be edited."}
	notWithdrawable = fault.Text{
		VI: "Chỉ rút được yêu cầu chưa thực hiện.",
		EN: "Only a request that has not been executed can be withdrawn."}
	noDecisionDue = fault.Text{
		VI: "Yêu cầu không chờ quyết định.",
		EN: "The request is not waiting for a decision."}
	noAssessmentDue = fault.Text{
		VI: "Yêu cầu không chờ thẩm định.",
		EN: "The request is not waiting for an assessment."}
	superseded = fault.Text{
		VI: "Yêu cầu đã mất hiệu lực vì thiết bị đã được thay đổi theo một yêu cầu khác: hãy lập yêu cầu mới.",
		EN: "The request is superseded because another request changed the asset: make a new one."}
	notExecutable = fault.Text{
		VI: "Chỉ thực hiện được yêu cầu đã duyệt và chưa thực hiện.",
		EN: "Only an approved request that has not been executed can be executed."}
	boardNeeded = fault.Text{
		VI: "Thay đổi này nay cần Ban Giám đốc đồng ý: hãy rút lại và lập yêu cầu mới.",
		EN: "This change now needs the Board's consent: withdraw the request and make a new one."}
	nothingToConfirm = fault.Text{
		VI: "Không có gì chờ xác nhận.",
		EN: "There is nothing to confirm."}
	directorConfirms = fault.Text{
		VI: "Trong 24 giờ đầu, chỉ người đã đồng ý miệng được xác nhận.",
		EN: "Within the first 24 hours, only the director who consented orally can confirm."}
	notReversible = fault.Text{
		VI: "Chỉ khôi phục được thay đổi đã thực hiện trong bảy ngày qua.",
		EN: "Only a change made within the last seven days can be rolled back."}
	notRevocable = fault.Text{
		VI: "Chỉ thu hồi được sự đồng ý với thay đổi chưa thực hiện.",
		EN: "Consent can only be revoked before the change is made."}
	notClosable = fault.Text{
		VI: "Chỉ khép lại được thay đổi khẩn cấp bị Ban Giám đốc từ chối đồng ý.",
		EN: "Only an emergency change whose consent was denied can be closed."}
)
