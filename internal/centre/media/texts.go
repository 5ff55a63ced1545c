package media

import "ttyt.example/ttyt/internal/base/fault"

var (
	notASum = fault.Text{
		VI: "sha256 phải là mã gồm 64 chữ số thập lục phân.",
		EN: "sha256 must be 64 hexadecimal digits."}
	notTaken = fault.Text{
		VI: "Loại tệp này không được nhận. Được nhận: văn bản thuần, PDF, Word, Excel, PowerPoint, OpenDocument, ZIP, ảnh, âm thanh và video; không nhận tài liệu có macro, chương trình, trang web. Loại tệp được xác định theo nội dung, không theo tên.",
		EN: "Files of this type are not accepted. Accepted are plain text, PDF, Word, Excel, PowerPoint, OpenDocument, ZIP, pictures, sound and video, but no documents with macros, programs or web pages. The type is that of the content, whatever the name says."}
	tooLarge = fault.Format{
		VI: "Tệp loại %v lớn nhất là %v MiB.",
		EN: "A file of type %v has at most %v MiB."}
	overQuota = fault.Format{
		VI: "Các tệp của đơn vị sẽ vượt %v MiB. Hãy xóa bớt tệp không dùng, hoặc báo Bộ phận Công nghệ thông tin.",
		EN: "The files of the department would take more than %v MiB. Delete files that are no longer needed, or ask the IT section."}
	diskFull = fault.Text{
		VI: "Máy chủ không còn chỗ lưu tệp. Hãy báo Bộ phận Công nghệ thông tin.",
		EN: "The server has no room to store the file. Tell the IT section."}
	noScanner = fault.Text{
		VI: "Hệ thống chưa được cài phần mềm diệt vi-rút.",
		EN: "No antivirus scanner is configured."}
	waitsAlready = fault.Text{
		VI: "Tệp đang chờ quét.",
		EN: "The file is already waiting to be scanned."}
	staysLocked = fault.Text{
		VI: "Tệp đã bị phát hiện nhiễm mã độc. Hãy tải tệp sạch lên.",
		EN: "The file was found infected. Upload a clean one."}
	evidence = fault.Text{
		VI: "Tệp nhiễm mã độc là chứng cứ: chỉ Bộ phận Công nghệ thông tin được xóa.",
		EN: "An infected file is evidence: only the IT section may delete it."}
	waitsForVerdict = fault.Text{
		VI: "Tệp chưa được quét vi-rút, nên chưa ai mở được.",
		EN: "The file has not been scanned yet, so nobody can open it."}
	foundInfected = fault.Text{
		VI: "Tệp bị phát hiện nhiễm mã độc, nên không ai mở được.",
		EN: "The file was found infected, so nobody can open it."}
	couldNotBeScanned = fault.Text{
		VI: "Không quét được tệp này, nên không ai mở được.",
		EN: "The file could not be scanned, so nobody can open it."}
	drawsMuch = fault.Text{
		VI: "Máy chủ đang xử lý nhiều ảnh. Hãy thử lại sau ít phút.",
		EN: "The server is drawing many pictures. Try again in a few minutes."}
	decorativeSaysNothing = fault.Text{
		VI: "Ảnh trang trí không có mô tả: hãy bỏ mô tả, hoặc bỏ chọn ảnh trang trí.",
		EN: "A decorative picture has no alternative text: remove the text, or do not call the picture decorative."}
	noPicture = fault.Text{
		VI: "Chỉ ảnh mới có mô tả thay thế.",
		EN: "Only pictures have an alternative text."}
	unknownFile = fault.Text{
		VI: "Không có tệp này trong thư viện, hoặc bạn không được xem.",
		EN: "There is no such file in the library, or you may not see it."}
	notAPicture = fault.Text{
		VI: "Tệp này không phải ảnh JPEG, PNG, GIF hay WebP.",
		EN: "This file is not a JPEG, PNG, GIF or WebP picture."}
	attachedTwice = fault.Text{
		VI: "Tệp này đã có trong danh sách.",
		EN: "This file is in the list already."}
	tooManyFiles = fault.Format{
		VI: "Có %v tệp; nhiều nhất %v.",
		EN: "There are %v files; at most %v are allowed."}
	stillShown = fault.Text{
		VI: "Tệp đang được dùng, nên chưa xóa được. Hãy gỡ tệp khỏi nơi đang dùng trước.",
		EN: "The file is still in use, so it cannot be deleted. Remove it from where it is shown first."}
	beingChecked = fault.Text{
		VI: "Tệp đang được kiểm tra.",
		EN: "This file is being checked."}
	deletedSince = fault.Text{
		VI: "Tệp đã bị xóa.",
		EN: "This file was deleted."}
	fileDeleted = fault.Format{
		VI: "Tệp “%v” đã bị xóa. Hãy gỡ hoặc thay tệp khác.",
		EN: "The file “%v” was deleted. Remove it, or attach another one."}
	fileWaits = fault.Format{
		VI: "Tệp “%v” đang chờ quét vi-rút. Hãy thử lại sau ít phút.",
		EN: "The file “%v” is waiting to be scanned. Try again in a few minutes."}
	fileBarred = fault.Format{
		VI: "Tệp “%v” nhiễm mã độc hoặc không quét được. Hãy gỡ hoặc thay tệp khác.",
		EN: "The file “%v” is infected, or could not be scanned. Remove it, or attach another one."}
	fileUndrawable = fault.Format{
		VI: "Không hiển thị được ảnh “%v”: ảnh bị hỏng hoặc quá lớn. Hãy thay ảnh khác.",
		EN: "The picture “%v” cannot be shown: it is damaged or too large. Choose another one."}
)
