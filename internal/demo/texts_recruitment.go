package demo

// recruitment are the job openings, open, closed and taken back.
var recruitment = []text{
	{
		key: "tuyen-vien-chuc", kind: "RECRUITMENT_NOTICE", unit: "TCHC", author: "nhansu",
		title:   "Tuyển dụng viên chức cho các khoa lâm sàng và trạm y tế xã",
		summary: "Trung tâm tuyển bác sĩ, điều dưỡng và hộ sinh theo hình thức xét tuyển gồm kiểm tra hồ sơ và phỏng vấn.",
		body: `<p>Trung tâm Y tế huyện Vân Sơn thông báo tuyển dụng viên chức theo các vị trí và số lượng nêu trong bảng vị trí của thông báo này.</p>
<h2>Điều kiện chung</h2>
<ul>
<li>Có quốc tịch Việt Nam, từ đủ 18 tuổi, đủ sức khỏe để làm việc, không phân biệt giới tính, dân tộc.</li>
<li>Có văn bằng, chứng chỉ phù hợp với vị trí; vị trí khám, chữa bệnh cần giấy phép hành nghề hoặc cam kết hoàn thành thời gian thực hành theo quy định.</li>
<li>Không trong thời gian bị truy cứu trách nhiệm hình sự hoặc chấp hành bản án, quyết định của tòa án.</li>
</ul>
<h2>Hồ sơ</h2>
<ol>
<li>Phiếu đăng ký dự tuyển theo mẫu, dán ảnh chụp trong sáu tháng gần nhất.</li>
<li>Bản sao văn bằng, chứng chỉ, bảng điểm; giấy chứng nhận đối tượng ưu tiên nếu có.</li>
<li>Giấy khám sức khỏe còn giá trị, chỉ nộp khi được báo trúng tuyển.</li>
</ol>
<h2>Nơi nhận</h2>
<p>Nộp trực tiếp hoặc gửi bưu chính về Phòng Tổ chức - Hành chính trong giờ làm việc, đến hết ngày hết hạn ghi ở đầu thông báo; hồ sơ gửi bưu chính tính theo dấu ngày gửi. Giải đáp: <a href="tel:02033000120">0203 3000 120</a>, <a href="mailto:tuyendung@ttytvanson.example">tuyendung@ttytvanson.example</a>.</p>
<p>Ngoài mức phí dự tuyển theo quy định của Nhà nước, Trung tâm không thu khoản nào khác và không ủy quyền cho bất kỳ ai nhận hồ sơ thay.</p>`,
		categories: []string{"tuyen-dung"}, tags: []string{"viên chức", "bác sĩ", "điều dưỡng", "hộ sinh"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 8, pinned: true, deadlineInDays: 22,
		contact: "Phòng Tổ chức - Hành chính, số 1 đường Trung Tâm, thị trấn Vân Sơn. Điện thoại: 0203 3000 120.",
		vacancies: []vacancy{
			{"Bác sĩ đa khoa, Khoa Nhi", 2, "Tốt nghiệp đại học ngành Y khoa; ưu tiên người có giấy phép hành nghề hoặc chứng chỉ định hướng Nhi khoa."},
			{"Bác sĩ gây mê hồi sức, Khoa Ngoại", 1, "Tốt nghiệp đại học ngành Y khoa, có chứng chỉ đào tạo về gây mê hồi sức."},
			{"Điều dưỡng, Khoa Cấp cứu - Hồi sức", 3, "Tốt nghiệp cao đẳng điều dưỡng trở lên; sẵn sàng trực đêm."},
			{"Hộ sinh, Trạm Y tế xã Suối Trúc", 1, "Tốt nghiệp cao đẳng hộ sinh trở lên; ưu tiên người biết tiếng dân tộc tại địa phương."},
		},
	},
	{
		key: "tuyen-hop-dong", kind: "RECRUITMENT_NOTICE", unit: "TCHC", author: "nhansu",
		title:   "Tuyển lao động hợp đồng: lái xe cứu thương và nhân viên hành chính",
		summary: "Trung tâm tuyển hai lái xe cứu thương và một nhân viên văn thư làm việc theo hợp đồng 12 tháng.",
		body: `<p>Do nhu cầu công việc, Trung tâm cần tuyển lao động hợp đồng cho Phòng Tổ chức - Hành chính. Người trúng tuyển ký hợp đồng 12 tháng, thử việc một tháng, được đóng bảo hiểm theo quy định.</p>
<h2>Công việc</h2>
<ul>
<li><strong>Lái xe cứu thương:</strong> trực theo ca, vận chuyển người bệnh, kiểm tra xe và thiết bị trên xe đầu mỗi ca, hỗ trợ khiêng cáng.</li>
<li><strong>Nhân viên văn thư:</strong> tiếp nhận, đăng ký, chuyển và lưu văn bản giấy và điện tử, phục vụ các cuộc họp.</li>
</ul>
<h2>Cách tuyển</h2>
<p>Vòng một xét hồ sơ. Vòng hai phỏng vấn; riêng lái xe có thêm phần thi thực hành và được tập huấn sơ cấp cứu trước khi nhận việc.</p>
<p>Kết quả được niêm yết tại trụ sở và báo riêng cho từng người dự tuyển. Hồ sơ không trúng tuyển được trả lại trong 30 ngày nếu người nộp có yêu cầu.</p>`,
		categories: []string{"tuyen-dung"}, tags: []string{"hợp đồng", "lái xe", "văn thư"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 45, deadlineInDays: -17,
		contact: "Phòng Tổ chức - Hành chính, số 1 đường Trung Tâm, thị trấn Vân Sơn. Điện thoại: 0203 3000 120.",
		vacancies: []vacancy{
			{"Lái xe cứu thương", 2, "Giấy phép lái xe phù hợp, ít nhất ba năm kinh nghiệm, không vi phạm nồng độ cồn."},
			{"Nhân viên văn thư", 1, "Tốt nghiệp trung cấp văn thư, lưu trữ hoặc hành chính trở lên; thành thạo tin học văn phòng."},
		},
	},
	{
		key: "tuyen-cong-tac-vien", kind: "RECRUITMENT_NOTICE", unit: "TCHC", author: "nhansu",
		title:   "Tuyển cộng tác viên y tế thôn tại xã Đồi Ngân và xã Thanh Lạc",
		summary: "Tuyển cộng tác viên y tế kiêm dân số ở bốn thôn còn thiếu người, ưu tiên người đang sinh sống tại thôn.",
		body: `<p>Trung tâm phối hợp với trạm y tế hai xã tuyển cộng tác viên y tế kiêm dân số cho bốn thôn hiện chưa có người phụ trách.</p>
<h2>Nhiệm vụ</h2>
<ul>
<li>Thăm hộ gia đình, vận động tiêm chủng, khám thai, diệt bọ gậy và giữ vệ sinh môi trường.</li>
<li>Báo ngay cho trạm khi thấy nhiều người cùng ốm hoặc có vật nuôi chết bất thường.</li>
<li>Ghi chép biến động dân cư, giữ kín thông tin riêng của các gia đình.</li>
</ul>
<h2>Quyền lợi</h2>
<p>Cộng tác viên được hưởng phụ cấp hằng tháng theo quy định của tỉnh, được tập huấn ban đầu và tập huấn lại mỗi năm, được cấp túi y tế thôn.</p>
<p>Người quan tâm đăng ký tại trạm y tế xã hoặc Phòng Tổ chức - Hành chính.</p>`,
		categories: []string{"tuyen-dung"}, tags: []string{"cộng tác viên", "y tế thôn"},
		audience: "PUBLIC", state: "WITHDRAWN", daysAgo: 10, deadlineInDays: 30,
		comment: "Hai xã đang rà soát lại số thôn còn thiếu người; phòng xin rút để sửa số lượng.",
		contact: "Phòng Tổ chức - Hành chính, số 1 đường Trung Tâm, thị trấn Vân Sơn. Điện thoại: 0203 3000 120.",
		vacancies: []vacancy{
			{"Cộng tác viên y tế thôn, xã Đồi Ngân", 3, "Tốt nghiệp trung học cơ sở trở lên, sống tại thôn, được cộng đồng tín nhiệm."},
			{"Cộng tác viên y tế thôn, xã Thanh Lạc", 1, "Như trên; ưu tiên người từng học sơ cấp y tế."},
		},
	},
}
