package demo

// tenders are the tender notices, open, closed and in the making.
var tenders = []text{
	{
		key: "hoa-chat-xet-nghiem", kind: "TENDER_NOTICE", unit: "TCKT", author: "ketoan2",
		title:   "Mời thầu gói thầu cung cấp hóa chất, vật tư xét nghiệm dùng trong 12 tháng",
		summary: "Đấu thầu rộng rãi qua mạng, một giai đoạn một túi hồ sơ; nhà thầu nộp hồ sơ trước thời điểm đóng thầu ghi trong thông báo.",
		body: `<p>Trung tâm Y tế huyện Vân Sơn mời các nhà thầu đủ năng lực tham dự gói thầu cung cấp hóa chất, sinh phẩm và vật tư tiêu hao cho Khoa Xét nghiệm - Chẩn đoán hình ảnh.</p>
<h2>Phạm vi cung cấp</h2>
<ul>
<li>Phần 1: hóa chất sinh hóa và điện giải.</li>
<li>Phần 2: hóa chất huyết học, đông máu.</li>
<li>Phần 3: sinh phẩm chẩn đoán nhanh và vật tư lấy mẫu.</li>
</ul>
<p>Nhà thầu có thể dự một, hai hoặc cả ba phần; mỗi phần được đánh giá riêng.</p>
<h2>Yêu cầu chính</h2>
<ul>
<li>Hàng có số lưu hành hoặc giấy phép nhập khẩu; hạn dùng còn ít nhất 9 tháng khi giao, riêng sinh phẩm hạn ngắn còn ít nhất hai phần ba.</li>
<li>Giao tại kho của Trung tâm trong 7 ngày kể từ ngày đặt hàng, bảo quản lạnh có ghi nhiệt độ suốt đường đi.</li>
<li>Đổi hàng lỗi trong 5 ngày làm việc.</li>
</ul>
<p>Hồ sơ mời thầu được phát hành miễn phí trên hệ thống đấu thầu qua mạng. Yêu cầu làm rõ gửi qua hệ thống; Trung tâm không trả lời riêng từng nhà thầu qua điện thoại.</p>`,
		categories: []string{"mua-sam-dau-thau"}, tags: []string{"hóa chất xét nghiệm", "vật tư y tế"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 7, deadlineInDays: 14,
		tender: &tender{"VS-HCXN-01", "Cung cấp hóa chất, vật tư xét nghiệm", "OPEN_BIDDING", 3_480_000_000, 14},
	},
	{
		key: "may-tinh-tram", kind: "TENDER_NOTICE", unit: "TCKT", author: "ketoan2",
		title:   "Chào hàng cạnh tranh mua máy tính, máy in cho sáu trạm y tế xã",
		summary: "Gói thầu đã đóng; thông tin được giữ lại để người dân và nhà thầu tra cứu.",
		body: `<p>Trung tâm tổ chức chào hàng cạnh tranh mua máy tính để bàn, máy in và bộ lưu điện phục vụ quản lý khám, chữa bệnh tại sáu trạm y tế xã.</p>
<table>
<thead><tr><th>Hàng hóa</th><th>Số lượng</th><th>Bảo hành tối thiểu</th></tr></thead>
<tbody>
<tr><td>Máy tính để bàn kèm màn hình</td><td>18 bộ</td><td>36 tháng</td></tr>
<tr><td>Máy in laser đen trắng, in hai mặt</td><td>12 chiếc</td><td>24 tháng</td></tr>
<tr><td>Bộ lưu điện</td><td>18 chiếc</td><td>24 tháng</td></tr>
</tbody>
</table>
<ul>
<li>Hàng mới, chưa qua sử dụng, có chứng nhận xuất xứ và chất lượng.</li>
<li>Giao và lắp đặt tại từng trạm trong 30 ngày kể từ ngày hợp đồng có hiệu lực; việc nối vào mạng do Bộ phận Công nghệ thông tin thực hiện sau khi được phê duyệt.</li>
<li>Có mặt xử lý sự cố trong vòng 24 giờ làm việc.</li>
</ul>
<p>Báo giá bao gồm thuế, phí vận chuyển, lắp đặt và hướng dẫn sử dụng. Kết quả lựa chọn nhà thầu được công khai theo quy định.</p>`,
		categories: []string{"mua-sam-dau-thau"}, tags: []string{"máy tính", "trạm y tế", "chào hàng"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 40, deadlineInDays: -20,
		tender: &tender{"VS-MT-02", "Mua máy tính, máy in cho trạm y tế xã", "COMPETITIVE_QUOTATION", 465_000_000, -20},
	},
	{
		key: "dich-vu-ve-sinh", kind: "TENDER_NOTICE", unit: "TCKT", author: "ketoan2",
		title:   "Mời chào giá dịch vụ vệ sinh công nghiệp và thu gom chất thải sinh hoạt",
		summary: "Gói dịch vụ 12 tháng tại trụ sở chính, không bao gồm xử lý chất thải y tế nguy hại.",
		body: `<p>Trung tâm mời các đơn vị có năng lực chào giá dịch vụ vệ sinh công nghiệp cho nhà A, nhà B, nhà hành chính và khuôn viên trong thời gian 12 tháng.</p>
<h2>Nội dung công việc</h2>
<ul>
<li>Làm sạch hằng ngày buồng bệnh, hành lang, cầu thang, nhà vệ sinh theo tần suất của từng khu vực.</li>
<li>Tổng vệ sinh cuối tuần; lau kính mỗi tháng một lần.</li>
<li>Thu gom chất thải sinh hoạt và chất thải tái chế về nơi tập kết.</li>
</ul>
<h2>Yêu cầu</h2>
<ul>
<li>Nhân viên được tập huấn phòng ngừa nhiễm khuẩn, có trang bị bảo hộ và được tiêm phòng viêm gan B.</li>
<li>Hóa chất làm sạch có phiếu an toàn; dụng cụ phân màu theo khu vực.</li>
<li>Có người giám sát trong giờ hành chính; Phòng Điều dưỡng chấm điểm hằng tuần.</li>
</ul>
<p>Đơn vị quan tâm có thể khảo sát thực địa trong giờ hành chính sau khi hẹn với Phòng Tài chính - Kế toán.</p>`,
		categories: []string{"mua-sam-dau-thau"}, tags: []string{"vệ sinh công nghiệp", "dịch vụ"},
		audience: "PUBLIC", state: "ENDORSEMENT", daysAgo: 0, deadlineInDays: 20,
		tender: &tender{"VS-DV-03", "Dịch vụ vệ sinh công nghiệp", "DIRECT_APPOINTMENT", 290_000_000, 21},
	},
}
