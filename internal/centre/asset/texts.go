package asset

import "ttyt.example/ttyt/internal/base/fault"

var (
	quarantineByHandling = fault.Text{
		VI: "Việc cách ly và dùng lại máy chỉ thực hiện qua xử lý mã độc; chỉ dùng lại sau khi quét sạch.",
		EN: "Only the handling of an infection can quarantine an asset, or release it after a clean scan."}
	// NoLongerChanges refuses to change an asset that is retired.
	NoLongerChanges = fault.Text{
		VI: "Không thể thay đổi tài sản đã thanh lý.",
		EN: "A retired asset can no longer be changed."}
	correctionOpen = fault.Text{
		VI: "Tài sản này đang có một đề nghị đính chính.",
		EN: "A correction of this asset is already open."}
	nothingToCorrect = fault.Text{
		VI: "Không có gì cần đính chính: sổ đã ghi đúng như vậy.",
		EN: "There is nothing to correct: the register already says so."}
	plugMissing = fault.Text{
		VI: "Cần nêu thiết bị đang cắm vào đâu.",
		EN: "Enter where the asset is plugged in."}
	factChanged = fault.Format{
		VI: "%v đã đổi sau khi đề nghị: lúc đó là %q, nay là %q.",
		EN: "The %v has changed since the correction was requested: it was %q and is now %q."}
	assetCode = fault.Text{
		VI: "Mã tài sản",
		EN: "code"}
	assetKind = fault.Text{
		VI: "Loại tài sản",
		EN: "kind"}
	assetSerial = fault.Text{
		VI: "Số sê-ri",
		EN: "serial number"}
	connectionChanged = fault.Text{
		VI: "Kết nối mạng của thiết bị đã đổi sau khi đề nghị.",
		EN: "The network connection has changed since the correction was requested."}
	infectionHandled = fault.Text{
		VI: "Máy đang được xử lý mã độc: chưa thể đính chính loại hoặc kết nối mạng.",
		EN: "An infection of the asset is being handled: its kind and connection cannot be corrected until that is done."}
	stillPluggedIn = fault.Format{
		VI: "Còn %v tài sản cắm vào thiết bị mạng này.",
		EN: "Assets still plugged into this network device: %v."}
	stillServed = fault.Format{
		VI: "Còn %v tài khoản dịch vụ thuộc tài sản này.",
		EN: "Service accounts that still belong to this asset: %v."}
	// Unfound says how an asset gets onto the network once the take-over has ended.
	Unfound = fault.Text{
		VI: "Đã kết thúc tiếp nhận tài sản ban đầu: thiết bị mới chỉ được nối mạng theo yêu cầu kết nối đã duyệt, hoặc được ghi nhận khi đợt kiểm kê phát hiện đã nối mạng.",
		EN: "The initial take-over of assets has ended: connect a new asset by an approved change request, or record it as found connected in an inventory round."}
	alreadyConnected = fault.Text{
		VI: "Sổ đã ghi thiết bị này có nối mạng.",
		EN: "The register already shows this asset as connected."}
	inQuarantine = fault.Text{
		VI: "Máy đang bị cách ly.",
		EN: "The asset is quarantined."}
	notFoundConnected = fault.Text{
		VI: "Chỉ ghi nhận rút mạng cho thiết bị bị phát hiện đã nối mạng; thiết bị khác cần một yêu cầu thay đổi.",
		EN: "Only an asset that was found connected can be recorded as unplugged. Any other needs a change request."}
	malformedCode = fault.Text{
		VI: "Mã gồm chữ không dấu và chữ số, có thể nối bằng gạch nối, dấu chấm hoặc gạch chéo.",
		EN: "A code consists of letters and digits, which may be joined by hyphens, full stops or slashes."}
	// NoSuchKind refuses an unknown kind of asset.
	NoSuchKind = fault.Text{
		VI: "Không có loại tài sản này.",
		EN: "There is no such kind of asset."}
	// WarrantyBeforePurchase refuses a warranty that ends before it begins.
	WarrantyBeforePurchase = fault.Text{
		VI: "Ngày hết bảo hành không được trước ngày mua.",
		EN: "The warranty must not end before the date of purchase."}
	// TooManyInterfaces says how many interfaces an asset has at most.
	TooManyInterfaces = fault.Format{
		VI: "Nhiều nhất %v cổng mạng.",
		EN: "At most %v network interfaces."}
	notNetworkDevice = fault.Text{
		VI: "Cổng mạng phải cắm vào một thiết bị mạng.",
		EN: "An interface must be plugged into a network device."}
	tooManyLicences = fault.Text{
		VI: "Một tài sản có nhiều nhất 100 giấy phép.",
		EN: "An asset has at most 100 licences."}
	dependsAlready = fault.Format{
		VI: "%v đã phụ thuộc vào %v.",
		EN: "%v already depends on %v."}
	tooManyLinks = fault.Text{
		VI: "Một tài sản phụ thuộc trực tiếp vào nhiều nhất 100 tài sản khác.",
		EN: "An asset can depend directly on at most 100 others."}
	linkThere = fault.Text{
		VI: "Liên kết này đã có.",
		EN: "This link already exists."}
	noSuchLink = fault.Text{
		VI: "Không có liên kết này.",
		EN: "There is no such link."}
	idOrCode = fault.Text{
		VI: "Cần nêu mã định danh hoặc mã của tài sản.",
		EN: "Give either id or code."}
	// PortTaken says that a port of a network device is in use.
	PortTaken = fault.Format{
		VI: "Cổng %v của thiết bị %v đã có máy khác cắm.",
		EN: "Another machine is plugged into port %v of %v."}
	portTakenBy = fault.Format{
		VI: "Cổng %v của thiết bị %v đã có máy khác cắm: %v.",
		EN: "Another machine is plugged into port %v of %v: %v."}
	pluggedIntoItself = fault.Text{
		VI: "Không thể cắm thiết bị vào chính nó.",
		EN: "An asset cannot be plugged into itself."}
	pluggedInLoop = fault.Text{
		VI: "Các thiết bị mạng không được cắm vòng vào nhau.",
		EN: "Network devices must not be plugged into each other in a loop."}
	stillConnected = fault.Text{
		VI: "Thiết bị còn nối mạng: trước hết hãy ngắt kết nối bằng một yêu cầu thay đổi.",
		EN: "The asset is still connected: disconnect it by a change request first."}
	stillNeeded = fault.Format{
		VI: "Còn %v tài sản phụ thuộc hoặc cắm vào tài sản này.",
		EN: "Assets that still depend on this one or are plugged into it: %v."}
	// NotNew refuses a state that only an asset on record can have.
	NotNew = fault.Text{
		VI: "Tài sản mới không thể ở trạng thái này.",
		EN: "A new asset cannot be in this state."}
	// NotTheCentre refuses the centre as the owner of an asset.
	NotTheCentre = fault.Text{
		VI: "Tài sản thuộc một khoa, phòng, trạm hoặc bộ phận, không thuộc thẳng Trung tâm.",
		EN: "An asset belongs to a department, not to the centre as a whole."}
	// CustodianElsewhere refuses a custodian of another department.
	CustodianElsewhere = fault.Text{
		VI: "Người giữ phải đang công tác tại đơn vị sở hữu.",
		EN: "The custodian must work in the owning department."}
	deviceRetired = fault.Format{
		VI: "Thiết bị mạng %v đã thanh lý.",
		EN: "The network device %v is retired."}
	serialTaken = fault.Format{
		VI: "Số sê-ri này đã được ghi cho tài sản %v.",
		EN: "This serial number already belongs to the asset %v."}
	addressTaken = fault.Format{
		VI: "Địa chỉ %v %v đã được ghi cho tài sản %v.",
		EN: "The %v address %v already belongs to the asset %v."}
	codeTaken = fault.Text{
		VI: "Mã tài sản này đã được dùng.",
		EN: "This asset code is already in use."}
	takeOverEnded = fault.Text{
		VI: "Việc tiếp nhận tài sản ban đầu đã kết thúc.",
		EN: "The initial take-over of assets has ended."}
	// NoSuchState refuses an unknown state of an asset.
	NoSuchState = fault.Text{
		VI: "Không có trạng thái này.",
		EN: "There is no such state."}
	retiredConnected = fault.Text{
		VI: "Thiết bị đã thanh lý không thể nối mạng.",
		EN: "A retired asset cannot be connected."}
	macTwice = fault.Text{
		VI: "Địa chỉ MAC bị lặp.",
		EN: "A MAC address is given twice."}
	ipTwice = fault.Text{
		VI: "Địa chỉ IP bị lặp.",
		EN: "An IP address is given twice."}
	// MalformedMAC says what a MAC address looks like.
	MalformedMAC = fault.Text{
		VI: "Địa chỉ MAC phải có dạng 3c:52:82:4b:19:0e.",
		EN: "Must be a MAC address such as 3c:52:82:4b:19:0e."}
	// MalformedIP refuses what is not an IP address.
	MalformedIP = fault.Text{
		VI: "Địa chỉ IP không hợp lệ.",
		EN: "This is not a valid IP address."}
	// MalformedVLAN says which numbers a VLAN can have.
	MalformedVLAN = fault.Text{
		VI: "VLAN phải từ 1 đến 4094.",
		EN: "A VLAN is a number from 1 to 4094."}
	byRequestOnly = fault.Text{
		VI: "Chỉ thay đổi được qua một yêu cầu thay đổi đã thực hiện.",
		EN: "This can only be changed by executing a change request."}
	anotherDepartment = fault.Text{
		VI: "Cần chọn một khoa, phòng, trạm hoặc bộ phận khác.",
		EN: "Choose another department, not the centre as a whole."}
)
