package demo

// internals are posts for the staff alone.
var internals = []text{
	{
		key: "nb-quet-vi-rut", kind: "ANNOUNCEMENT", unit: "CNTT", author: "cntt2",
		title:   "Lịch quét vi rút máy tính các khoa, phòng và cách dùng thiết bị nhớ ngoài",
		summary: "Mỗi khoa, phòng để máy bật vào trưa thứ Tư theo lịch; mọi thiết bị nhớ mang từ ngoài vào phải được quét trước khi mở.",
		body: `<p>Bộ phận Công nghệ thông tin quét toàn bộ máy trạm mỗi tháng một lần. Đề nghị các khoa, phòng để máy bật và lưu công việc trước 11 giờ 30 của ngày đến lượt.</p>
<table>
<thead><tr><th>Tuần</th><th>Đơn vị</th></tr></thead>
<tbody>
<tr><td>Thứ Tư tuần 1</td><td>Các phòng chức năng</td></tr>
<tr><td>Thứ Tư tuần 2</td><td>Khám bệnh, Cấp cứu - Hồi sức, Nội, Ngoại</td></tr>
<tr><td>Thứ Tư tuần 3</td><td>Sản, Nhi, Y học cổ truyền, Xét nghiệm - Chẩn đoán hình ảnh, Dược</td></tr>
<tr><td>Thứ Tư tuần 4</td><td>Các khoa dự phòng và sáu trạm y tế</td></tr>
</tbody>
</table>
<h2>Nghi máy nhiễm vi rút</h2>
<ol>
<li><strong>Rút dây mạng</strong>, tắt Wi-Fi; không tắt máy, không tự cài phần mềm diệt vi rút khác.</li>
<li>Báo ngay cho Bộ phận Công nghệ thông tin, ghi lại thông báo hiện trên màn hình.</li>
<li>Không cắm thiết bị nhớ của máy đó sang máy khác; chỉ nối mạng lại khi được xác nhận đã sạch.</li>
</ol>
<p>Không cho mượn tài khoản và không ghi mật khẩu ra giấy dán trên màn hình.</p>`,
		categories: []string{"thong-bao"}, tags: []string{"an toàn thông tin", "vi rút máy tính"},
		audience: "INTERNAL", state: "PUBLISHED", daysAgo: 15,
	},
	{
		key: "nb-cap-nhat-ho-so", kind: "ANNOUNCEMENT", unit: "TCHC", author: "nhansu",
		title:   "Rà soát hồ sơ nhân sự và đăng ký nhu cầu đào tạo năm tới",
		summary: "Mỗi người kiểm tra lại thông tin liên hệ, văn bằng, giấy phép hành nghề; trưởng các đơn vị gửi nhu cầu đào tạo trước cuối tháng.",
		body: `<p>Để chuẩn bị kế hoạch nhân lực năm tới, Phòng Tổ chức - Hành chính đề nghị toàn thể viên chức, người lao động rà soát hồ sơ của mình trên hệ thống.</p>
<h2>Việc của mỗi người</h2>
<ul>
<li>Kiểm tra số điện thoại công việc, thư điện tử, người liên hệ khi cần.</li>
<li>Bổ sung bản sao văn bằng, chứng chỉ, giấy cập nhật kiến thức y khoa liên tục còn thiếu.</li>
<li>Báo sai sót cho Phòng, không nhờ người khác đăng nhập sửa hộ.</li>
</ul>
<h2>Việc của trưởng các đơn vị</h2>
<p>Gửi danh sách đăng ký đào tạo, xếp theo thứ tự ưu tiên, nêu rõ người thay thế trong thời gian đi học. Ưu tiên cấp cứu nhi, gây mê hồi sức, kiểm soát nhiễm khuẩn và phục hồi chức năng.</p>
<p>Người sắp hết hạn hợp đồng hoặc hết thời gian tập sự trong sáu tháng tới cần nộp bản tự nhận xét kèm ý kiến của người hướng dẫn.</p>`,
		categories: []string{"thong-bao"}, tags: []string{"nhân sự", "đào tạo"},
		audience: "INTERNAL", state: "PUBLISHED", daysAgo: 11,
	},
	{
		key: "nb-bao-cao-ca-benh", kind: "ANNOUNCEMENT", unit: "KSBT", author: "nhanvien2",
		title:   "Hướng dẫn nội bộ: báo cáo ca bệnh truyền nhiễm trong 24 giờ",
		summary: "Bác sĩ điều trị, xét nghiệm và trạm y tế báo theo một đầu mối; thông tin người bệnh chỉ gửi qua hệ thống báo cáo, không qua mạng xã hội.",
		body: `<p>Hướng dẫn này thay cho cách báo miệng giữa các khoa, áp dụng cho mọi ca nghi ngờ hoặc xác định thuộc danh mục bệnh phải báo cáo.</p>
<h2>Trình tự</h2>
<ol>
<li>Người chẩn đoán đầu tiên báo Khoa Kiểm soát bệnh tật qua điện thoại trực dịch với bệnh phải báo ngay, và nhập hệ thống báo cáo trong 24 giờ.</li>
<li>Khoa Xét nghiệm - Chẩn đoán hình ảnh báo kết quả dương tính cho khoa điều trị và Khoa Kiểm soát bệnh tật cùng lúc.</li>
<li>Khoa Kiểm soát bệnh tật phân công điều tra, phản hồi trạm y tế nơi người bệnh sống.</li>
<li>Ca loại trừ được cập nhật trạng thái, không xóa.</li>
</ol>
<h2>Bảo mật</h2>
<ul>
<li>Không gửi tên, địa chỉ, ảnh phiếu xét nghiệm của người bệnh qua nhóm trò chuyện hay thư điện tử cá nhân.</li>
<li>Số liệu dùng để truyền thông phải gộp theo xã, không đủ chi tiết để nhận ra một người.</li>
<li>Chỉ người được phân công mới phát ngôn với báo chí.</li>
</ul>
<p>Ca nặng, chùm ca bệnh, ca tử vong: báo ngay cho lãnh đạo trực, không chờ đủ thông tin.</p>`,
		categories: []string{"phong-chong-dich"}, tags: []string{"báo cáo ca bệnh", "giám sát dịch"},
		audience: "INTERNAL", state: "PUBLISHED", daysAgo: 37,
	},
	{
		key: "nb-ban-giao-nhi", kind: "ANNOUNCEMENT", unit: "NHI", author: "nhanvien",
		title:   "Khoa Nhi: thống nhất cách bàn giao ca trực và kiểm tra xe cấp cứu",
		summary: "Từ thứ Hai tới, bàn giao tại giường theo bốn mục và kiểm tra xe cấp cứu nhi đầu mỗi ca.",
		body: `<p>Sau buổi rút kinh nghiệm của khoa, các ca trực thống nhất cách làm sau.</p>
<h2>Bàn giao tại giường</h2>
<ol>
<li>Tình trạng hiện tại và dấu hiệu sinh tồn gần nhất.</li>
<li>Diễn biến trong ca, thuốc và dịch đã dùng.</li>
<li>Việc còn lại: y lệnh chờ, xét nghiệm chưa có kết quả.</li>
<li>Nguy cơ cần theo dõi và điều đã dặn gia đình.</li>
</ol>
<h2>Xe cấp cứu</h2>
<ul>
<li>Thử bóng, mặt nạ đủ cỡ, đèn soi thanh quản; kiểm tra áp lực bình ô-xy.</li>
<li>Kiểm hạn dùng của adrenalin, dung dịch đường, thuốc chống co giật; niêm phong lại và ký sổ.</li>
<li>Bảng liều theo cân nặng để ở ngăn trên cùng.</li>
</ul>
<p>Góp ý gửi điều dưỡng trưởng ca trước thứ Sáu.</p>`,
		categories: []string{"thong-bao"}, tags: []string{"bàn giao ca", "xe cấp cứu"},
		audience: "DEPARTMENT", state: "PUBLISHED", daysAgo: 9,
	},
	{
		key: "nb-phan-cong-ksbt", kind: "ANNOUNCEMENT", unit: "KSBT", author: "nhanvien2",
		title:   "Khoa Kiểm soát bệnh tật: phân công giám sát véc tơ sốt xuất huyết",
		summary: "Mỗi xã được kiểm tra chỉ số bọ gậy hai tuần một lần, xã có ổ dịch kiểm tra hằng tuần.",
		body: `<p>Khoa phân công các tổ giám sát véc tơ như sau, áp dụng cho đến khi có phân công mới.</p>
<table>
<thead><tr><th>Tổ</th><th>Xã</th><th>Ngày đi</th></tr></thead>
<tbody>
<tr><td>Tổ 1</td><td>Khe Mây, Suối Trúc</td><td>Thứ Ba</td></tr>
<tr><td>Tổ 2</td><td>Thanh Lạc, Đồi Ngân</td><td>Thứ Tư</td></tr>
<tr><td>Tổ 3</td><td>Bến Quế, Hạ Vân</td><td>Thứ Năm, hằng tuần</td></tr>
</tbody>
</table>
<ul>
<li>Nhập phiếu điều tra trong ngày, không để dồn cuối tuần.</li>
<li>Khi chỉ số vượt ngưỡng, báo trưởng khoa ngay để quyết định phun chủ động.</li>
<li>Người pha hóa chất mang đủ bảo hộ; ghi số lô, lượng đã dùng vào sổ kho.</li>
</ul>
<p>Ai không đi được báo trước một ngày để đổi tổ.</p>`,
		categories: []string{"phong-chong-dich"}, tags: []string{"véc tơ", "phân công"},
		audience: "DEPARTMENT", state: "PUBLISHED", daysAgo: 13,
	},
}
