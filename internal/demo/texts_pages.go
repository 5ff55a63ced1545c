package demo

// pages are the standing pages, the departments' own pages and the profiles of the staff.
var pages = []text{
	{
		key: "gioi-thieu", kind: "PAGE", unit: "WEB", author: "bientap",
		title:   "Giới thiệu Trung tâm Y tế huyện Vân Sơn",
		summary: "Cơ sở y tế công lập chăm lo cả phòng bệnh và khám, chữa bệnh cho người dân sáu xã của huyện.",
		body: `<p>Trung tâm Y tế huyện Vân Sơn thực hiện cả hai nhiệm vụ: y tế dự phòng và khám, chữa bệnh. Trung tâm gồm Ban Giám đốc, các phòng chức năng, các khoa lâm sàng, cận lâm sàng, dự phòng và sáu trạm y tế xã.</p>
<h2>Chúng tôi làm gì</h2>
<ul>
<li>Cấp cứu 24 giờ; khám, điều trị nội trú và ngoại trú; phục hồi chức năng bằng y học cổ truyền.</li>
<li>Giám sát và đáp ứng với dịch bệnh, tiêm chủng, an toàn thực phẩm, vệ sinh môi trường, dân số.</li>
<li>Chỉ đạo chuyên môn cho trạm y tế xã và nhân viên y tế thôn.</li>
</ul>
<h2>Giờ làm việc</h2>
<table>
<thead><tr><th>Bộ phận</th><th>Thời gian</th></tr></thead>
<tbody>
<tr><td>Cấp cứu, đỡ đẻ</td><td>24 giờ, tất cả các ngày</td></tr>
<tr><td>Khám bệnh</td><td>Thứ Hai đến thứ Bảy: 7 giờ – 11 giờ 30, 13 giờ – 16 giờ 30</td></tr>
<tr><td>Văn phòng</td><td>Thứ Hai đến thứ Sáu: 7 giờ 30 – 11 giờ 30, 13 giờ – 17 giờ</td></tr>
</tbody>
</table>
<h2>Liên hệ</h2>
<p>Địa chỉ: số 1 đường Trung Tâm, thị trấn Vân Sơn. Tổng đài <a href="tel:02033000100">0203 3000 100</a>; góp ý, phản ánh <a href="tel:02033000199">0203 3000 199</a>; thư điện tử <a href="mailto:lienhe@ttytvanson.example">lienhe@ttytvanson.example</a>. Xin không gửi bệnh án hay kết quả xét nghiệm qua thư điện tử.</p>`,
		categories: []string{"gioi-thieu"}, tags: []string{"giới thiệu", "liên hệ", "giờ làm việc"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 120,
	},
	{
		key: "bao-ve-du-lieu", kind: "PAGE", unit: "CNTT", author: "cntt",
		title:   "Trang thông tin này xử lý dữ liệu cá nhân của bạn như thế nào",
		summary: "Đọc tin không cần đăng ký. Chúng tôi chỉ lưu những gì cần để trang hoạt động an toàn và không bán dữ liệu cho ai.",
		body: `<p>Trang này giải thích dữ liệu nào được ghi lại khi bạn đọc tin, chấm điểm bài viết hoặc gửi báo lỗi.</p>
<h2>Dữ liệu được ghi lại</h2>
<ul>
<li>Số lượt xem của từng bài, dưới dạng số đếm, không gắn với tên người đọc.</li>
<li>Điểm đánh giá của bạn, để tính trung bình.</li>
<li>Nội dung báo lỗi và cách liên hệ mà bạn tự nguyện để lại; thông tin này bị xóa sau khi xử lý xong.</li>
<li>Nhật ký kỹ thuật ngắn hạn để phát hiện tấn công.</li>
</ul>
<h2>Điều chúng tôi không làm</h2>
<p>Không đăng thông tin có thể nhận ra người bệnh nếu chưa có đồng ý bằng văn bản. Không yêu cầu số định danh, số thẻ bảo hiểm hay kết quả xét nghiệm qua trang tin. Không dùng mã theo dõi quảng cáo.</p>
<h2>Quyền của bạn</h2>
<p>Bạn có thể yêu cầu xem, sửa hoặc xóa thông tin về mình, hoặc rút lại sự đồng ý đã cho. Gửi yêu cầu tới <a href="mailto:dulieu@ttytvanson.example">dulieu@ttytvanson.example</a> hoặc nộp tại Phòng Tổ chức - Hành chính.</p>`,
		categories: []string{"gioi-thieu"}, tags: []string{"dữ liệu cá nhân", "quyền riêng tư"},
		audience: "PUBLIC", state: "SCHEDULED", daysAgo: 2,
	},
	{
		key: "khoa-nhi", kind: "DEPARTMENT_PAGE", unit: "NHI", author: "truongkhoa",
		title:   "Khoa Nhi",
		summary: "Khám, cấp cứu và điều trị cho trẻ từ sơ sinh đến dưới 16 tuổi; một người nhà được ở lại chăm sóc trẻ.",
		body: `<h2>Thăm nuôi</h2>
<p>Giờ thăm: 11 giờ – 13 giờ và 17 giờ – 20 giờ. Người đang sốt, ho, đau mắt đỏ xin không vào buồng bệnh. Rửa tay trước và sau khi chạm vào trẻ. Không chụp ảnh trẻ khác.</p>`,
		page: &departmentPage{
			functions: "<p>Khám, chữa bệnh cho trẻ em dưới 16 tuổi và hướng dẫn tuyến xã về sức khỏe trẻ em.</p>",
			duties: `<ul>
<li>Khám, điều trị nội trú và ngoại trú các bệnh thường gặp ở trẻ em; cấp cứu nhi phối hợp với Khoa Cấp cứu - Hồi sức.</li>
<li>Chăm sóc trẻ sơ sinh non tháng nhẹ, vàng da, nhiễm khuẩn; chuyển tuyến khi vượt khả năng.</li>
<li>Tư vấn dinh dưỡng, tiêm chủng; hỗ trợ chuyên môn cho trạm y tế xã.</li>
</ul>`,
			processes: `<ol>
<li>Trẻ được phân loại tại Khoa Khám bệnh; trẻ nặng vào thẳng cấp cứu.</li>
<li>Bác sĩ khám, giải thích tình trạng và hướng điều trị cho gia đình.</li>
<li>Điều dưỡng nhận giường, hướng dẫn nội quy và đeo vòng nhận diện cho trẻ.</li>
</ol>`,
			contact: "Tầng 2, nhà A. Điện thoại: 0203 3000 131.",
		},
		categories: []string{"gioi-thieu"}, tags: []string{"Khoa Nhi"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 95,
	},
	{
		key: "khoa-ksbt", kind: "DEPARTMENT_PAGE", unit: "KSBT", author: "truongkhoa2",
		title:   "Khoa Kiểm soát bệnh tật",
		summary: "Giám sát dịch bệnh, tiêm chủng và tư vấn phòng bệnh; trực điện thoại báo dịch cả ngày nghỉ.",
		body: `<h2>Khi nào nên gọi cho khoa</h2>
<ul>
<li>Nhiều người trong thôn, trường học hoặc nơi làm việc cùng mắc một bệnh.</li>
<li>Gia cầm, vật nuôi chết hàng loạt; chó, mèo nghi dại cắn người.</li>
<li>Cần hỏi về lịch tiêm, hoãn tiêm hoặc phản ứng sau tiêm.</li>
</ul>
<h2>Tiếp dân</h2>
<p>Phòng tiêm mở cửa 7 giờ 30 – 11 giờ và 13 giờ 30 – 16 giờ, thứ Hai đến thứ Sáu; riêng tiêm phòng dại có trực thứ Bảy, Chủ nhật buổi sáng.</p>`,
		page: &departmentPage{
			functions: "<p>Giám sát, phòng và chống dịch bệnh; tổ chức tiêm chủng trên địa bàn huyện.</p>",
			duties: `<ul>
<li>Giám sát bệnh truyền nhiễm, điều tra và xử lý ổ dịch; quản lý chương trình phòng, chống lao, sốt rét, HIV và bệnh không lây nhiễm.</li>
<li>Tổ chức tiêm chủng mở rộng tại sáu xã; tiêm phòng dại, uốn ván và tiêm theo yêu cầu tại Trung tâm.</li>
<li>Hướng dẫn vệ sinh môi trường, y tế trường học và sức khỏe lao động.</li>
</ul>`,
			contact: "Tầng 1, nhà B. Trực dịch 24 giờ: 0203 3000 115. Thông tin của người báo được giữ kín.",
		},
		categories: []string{"gioi-thieu"}, tags: []string{"Khoa Kiểm soát bệnh tật", "tiêm chủng"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 94,
	},
	{
		key: "phong-tchc", kind: "DEPARTMENT_PAGE", unit: "TCHC", author: "nhansu",
		title:   "Phòng Tổ chức - Hành chính",
		summary: "Đầu mối tiếp nhận văn bản, đơn thư, hồ sơ tuyển dụng và quản lý nhân sự của Trung tâm.",
		page: &departmentPage{
			functions: "<p>Tham mưu cho Ban Giám đốc về tổ chức, nhân lực và hành chính; là nơi đặt Bộ phận Công nghệ thông tin.</p>",
			duties: `<ul>
<li>Tổ chức bộ máy, tuyển dụng, đào tạo, thi đua, chế độ của viên chức và người lao động.</li>
<li>Văn thư, lưu trữ, quản trị tài sản chung, điều xe, an ninh trật tự.</li>
<li>Quản lý Bộ phận Công nghệ thông tin, nơi vận hành mạng máy tính và các phần mềm của Trung tâm.</li>
</ul>`,
			processes: `<table>
<thead><tr><th>Việc</th><th>Cần mang theo</th><th>Thời hạn</th></tr></thead>
<tbody>
<tr><td>Nộp đơn kiến nghị, phản ánh</td><td>Đơn có họ tên, cách liên hệ</td><td>Trả lời việc tiếp nhận trong 10 ngày</td></tr>
<tr><td>Xác nhận thời gian thực hành</td><td>Đơn, hợp đồng thực hành</td><td>5 ngày làm việc</td></tr>
<tr><td>Liên hệ công tác</td><td>Giấy giới thiệu</td><td>Trong ngày</td></tr>
</tbody>
</table>`,
			contact: "Phòng 101, nhà hành chính. Điện thoại: 0203 3000 120.",
		},
		categories: []string{"gioi-thieu"}, tags: []string{"Phòng Tổ chức - Hành chính", "thủ tục"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 90,
	},
	{
		key: "khoa-yhct", kind: "DEPARTMENT_PAGE", unit: "YHCT", author: "yhct",
		title:   "Khoa Y học cổ truyền",
		summary: "Điều trị đau lưng, đau khớp, phục hồi sau đột quỵ bằng châm cứu, xoa bóp, thuốc cổ truyền kết hợp y học hiện đại.",
		body: `<h2>Lưu ý cho người bệnh</h2>
<ul>
<li>Mang theo danh sách thuốc tây đang dùng: một số vị thuốc cổ truyền làm tăng hoặc giảm tác dụng của thuốc chống đông, thuốc hạ áp, thuốc tiểu đường.</li>
<li>Không tự bỏ thuốc đang điều trị. Báo thầy thuốc nếu đang mang thai, có máy tạo nhịp hoặc dễ chảy máu.</li>
<li>Đau lưng kèm sốt, sụt cân, yếu chân, tê vùng bẹn hoặc bí tiểu phải khám ngay, không chờ xoa bóp.</li>
</ul>
<p>Kim châm cứu dùng một lần.</p>`,
		page: &departmentPage{
			functions: "<p>Khám, chữa bệnh bằng y học cổ truyền kết hợp y học hiện đại và phục hồi chức năng.</p>",
			duties: `<ul>
<li>Khám và điều trị bằng y học cổ truyền, kết hợp vật lý trị liệu và phục hồi chức năng.</li>
<li>Phục hồi vận động cho người sau đột quỵ đã qua giai đoạn cấp.</li>
<li>Hướng dẫn trồng và dùng cây thuốc nam an toàn tại vườn thuốc của trạm y tế.</li>
</ul>`,
			contact: "Tầng 3, nhà B. Nhận người bệnh từ 7 giờ đến 16 giờ, thứ Hai đến thứ Sáu.",
		},
		categories: []string{"gioi-thieu"}, tags: []string{"Khoa Y học cổ truyền", "châm cứu"},
		audience: "PUBLIC", state: "CONSENT", daysAgo: 3,
	},
	{
		key: "hs-truong-khoa-nhi", kind: "STAFF_PROFILE", unit: "NHI", author: "truongkhoa",
		title:      "Nguyễn Hạnh Nguyên",
		profile:    &profile{person: "NV024", specialties: []string{"Hô hấp và tiêu hóa nhi", "Hồi sức nhi", "Dinh dưỡng trẻ nhỏ"}},
		categories: []string{"gioi-thieu"}, tags: []string{"Khoa Nhi", "bác sĩ"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 80,
	},
	{
		key: "hs-truong-khoa-ksbt", kind: "STAFF_PROFILE", unit: "KSBT", author: "nhanvien2",
		title:      "Đinh Công Thành",
		profile:    &profile{person: "NV034", specialties: []string{"Dịch tễ học thực địa", "An toàn tiêm chủng", "Bệnh lây từ động vật sang người"}},
		categories: []string{"gioi-thieu"}, tags: []string{"Khoa Kiểm soát bệnh tật", "bác sĩ"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 78,
	},
	{
		key: "hs-truong-khoa-noi", kind: "STAFF_PROFILE", unit: "NOI", author: "khoanoi",
		title:      "Tống Thanh Bình",
		profile:    &profile{person: "NV018", specialties: []string{"Tăng huyết áp và suy tim", "Đái tháo đường", "Hen phế quản, bệnh phổi tắc nghẽn mạn tính"}},
		categories: []string{"gioi-thieu"}, tags: []string{"Khoa Nội", "bác sĩ"},
		audience: "PUBLIC", state: "DRAFT", daysAgo: 0,
	},
}
