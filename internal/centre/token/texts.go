package token

import "ttyt.example/ttyt/internal/base/fault"

var (
	notSoftware = fault.Text{
		VI: "Tài khoản dịch vụ chỉ thuộc về một phần mềm hoặc một kết nối.",
		EN: "A service account belongs to an application or an integration."}
	ownerUnfit = fault.Text{
		VI: "Tài sản này đã thanh lý hoặc đang bị cách ly.",
		EN: "This asset is retired or quarantined."}
	responsibleAway = fault.Text{
		VI: "Người phụ trách phải đang làm việc tại Trung tâm.",
		EN: "The responsible person must be in active service."}
	accountNameTaken = fault.Text{
		VI: "Đã có tài khoản dịch vụ mang tên này.",
		EN: "A service account of this name already exists."}
	draftScopeOnly = fault.Format{
		VI: "Chỉ chọn đơn vị cho mã truy cập có quyền %v.",
		EN: "Only a token with the scope %v takes a department."}
	draftsForCentre = fault.Text{
		VI: "Hãy chọn một đơn vị trực thuộc: không ai tiếp nhận được bản nháp của cả Trung tâm.",
		EN: "Choose a department within the centre: nobody could take over a draft of the centre as a whole."}
	accountUnfit = fault.Text{
		VI: "Tài khoản dịch vụ đã ngừng, tài sản của nó đã thanh lý hoặc bị cách ly, hoặc người phụ trách đã thôi việc.",
		EN: "The service account is disabled, its asset is retired or quarantined, or nobody is responsible for it."}
	lifetime = fault.Text{
		VI: "Ngày hết hạn phải ở tương lai, trong vòng 366 ngày.",
		EN: "The expiry must be in the future, within 366 days."}
	rateBounds = fault.Text{
		VI: "Nhập từ 1 đến 100 yêu cầu mỗi giây.",
		EN: "Enter from 1 to 100 requests per second."}
	tooManyScopes = fault.Text{
		VI: "Chọn nhiều nhất 20 quyền.",
		EN: "Choose at most 20 scopes."}
	unknownScope = fault.Format{
		VI: "%v không phải là quyền cấp được cho mã truy cập. Các quyền cấp được: %v.",
		EN: "%v is not a scope that a token can have. The scopes are: %v."}
	tooManyNetworks = fault.Text{
		VI: "Nhập nhiều nhất 20 địa chỉ hoặc dải địa chỉ.",
		EN: "Enter at most 20 addresses or networks."}
	malformedNetwork = fault.Text{
		VI: "Không phải là địa chỉ IP hoặc dải địa chỉ như 203.0.113.0/24.",
		EN: "Must be an IP address or a network such as 203.0.113.0/24."}
	scanScopeOnly = fault.Format{
		VI: "Chỉ chọn tài sản được quét cho mã truy cập có quyền %v.",
		EN: "Only a token with the scope %v takes a scan range."}
	emptyRange = fault.Text{
		VI: "Cần chọn tài sản, đơn vị hoặc loại tài sản được quét.",
		EN: "Choose assets, a department or asset kinds to be scanned."}
	tooManyNamed = fault.Text{
		VI: "Chọn nhiều nhất 200 tài sản; nhiều hơn thì chọn đơn vị hoặc loại tài sản.",
		EN: "Choose at most 200 assets; for more, choose a department or asset kinds."}
	retiredInRange = fault.Text{
		VI: "Tài sản đã thanh lý không được quét nữa.",
		EN: "A retired asset is no longer scanned."}
	overlapTooLong = fault.Text{
		VI: "Mã cũ chỉ dùng được thêm nhiều nhất 7 ngày kể từ bây giờ.",
		EN: "The old secret can stay valid for at most seven days from now."}
)
