package demo

// news are the news and announcements for everyone.
var news = []text{
	{
		key: "sxh-khan", kind: "ANNOUNCEMENT", unit: "KSBT", author: "truongkhoa2",
		title:   "Khẩn: Số ca sốt xuất huyết tăng nhanh tại xã Bến Quế và xã Hạ Vân",
		summary: "Trung tâm Y tế đề nghị mọi gia đình ở hai xã diệt bọ gậy ngay trong hôm nay và đưa người sốt từ ngày thứ hai trở đi đi khám.",
		body: `<p><strong>Trong hai tuần gần đây, số người mắc sốt xuất huyết ở xã Bến Quế và xã Hạ Vân tăng rõ rệt so với các tuần trước.</strong> Đội đáp ứng nhanh đã khoanh vùng các thôn có ổ dịch, phun hóa chất diệt muỗi và sẽ quay lại phun lần hai theo lịch của thôn.</p>
<h2>Việc cần làm ngay</h2>
<ul>
<li>Lật úp hoặc đậy kín mọi vật chứa nước; cọ rửa thành bể, chum, vại; thay nước bình hoa, khay tủ lạnh ít nhất mỗi tuần một lần.</li>
<li>Ngủ màn cả ban ngày, mặc quần áo dài tay, giữ người bệnh nằm màn để muỗi không đốt rồi truyền sang người khác.</li>
<li>Mở cửa, cất thức ăn và phối hợp khi đội phun hóa chất đến nhà; trẻ nhỏ, phụ nữ mang thai và người có bệnh hô hấp ra khỏi nhà trong thời gian đội hướng dẫn.</li>
</ul>
<h2>Khi nào phải đi khám</h2>
<p>Người sống tại hai xã bị sốt cao đột ngột cần đến trạm y tế để được khám và hẹn theo dõi. Đến cơ sở y tế <strong>ngay lập tức, kể cả khi đã hết sốt</strong>, nếu đau bụng nhiều, nôn liên tục, chảy máu mũi hoặc chân răng, đi ngoài phân đen, lừ đừ, vật vã, tay chân lạnh hoặc tiểu rất ít.</p>
<p>Không tự dùng aspirin, ibuprofen và không tự truyền dịch tại nhà. Điện thoại trực dịch 24 giờ: <a href="tel:02033000115">0203 3000 115</a>.</p>`,
		categories: []string{"phong-chong-dich", "thong-bao"}, tags: []string{"sốt xuất huyết", "ổ dịch", "Bến Quế", "Hạ Vân"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 2, urgent: true, pinned: true,
	},
	{
		key: "ra-quan-diet-bo-gay", kind: "NEWS_ARTICLE", unit: "KSBT", author: "nhanvien2",
		title:   "Gần một nghìn hộ tham gia buổi sáng thứ Bảy diệt bọ gậy",
		summary: "Cán bộ y tế, đoàn viên và người dân sáu xã cùng kiểm tra dụng cụ chứa nước; nhiều ổ bọ gậy được tìm thấy ở những chỗ ít ai ngờ.",
		body: `<p>Sáng thứ Bảy vừa qua, Khoa Kiểm soát bệnh tật cùng sáu trạm y tế xã đã tổ chức buổi ra quân diệt bọ gậy. Các tổ gồm nhân viên y tế thôn, đoàn viên thanh niên và hội viên phụ nữ đến từng nhà, cùng chủ nhà đi một vòng quanh sân, vườn và khu chăn nuôi.</p>
<p>Bể nước và chum vại phần lớn đã được đậy nắp. Bọ gậy chủ yếu nằm ở những vật nhỏ: khay hứng nước sau tủ lạnh, lốp xe hỏng, máng nước cho gà, gốc chuối và chậu cây cảnh.</p>
<h2>Mười phút mỗi tuần</h2>
<ol>
<li>Đậy kín bể, chum; thả cá vào bể không đậy được.</li>
<li>Cọ thành vật chứa trước khi thay nước, vì trứng muỗi bám chắc vào thành.</li>
<li>Thu gom chai lọ, lốp cũ, gáo dừa; chọc thủng hoặc úp xuống những vật chưa bỏ đi được.</li>
</ol>
<p>Trứng muỗi vằn nở thành muỗi trưởng thành chỉ trong khoảng một tuần đến mười ngày, nên việc này cần lặp lại hằng tuần chứ không chỉ trong ngày ra quân. Phun hóa chất chỉ diệt được muỗi đang bay, không thay được việc dọn ổ nước.</p>`,
		categories: []string{"tin-hoat-dong", "phong-chong-dich"}, tags: []string{"sốt xuất huyết", "bọ gậy", "cộng đồng"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 12,
	},
	{
		key: "kham-mam-non", kind: "NEWS_ARTICLE", unit: "NHI", author: "nhanvien",
		title:   "Khoa Nhi khám sức khỏe cho trẻ mầm non các xã vùng cao",
		summary: "Đợt khám giúp phát hiện sớm suy dinh dưỡng, sâu răng và tật khúc xạ, đồng thời hướng dẫn cô giáo xử trí khi trẻ sốt tại lớp.",
		body: `<p>Trong ba ngày, đoàn bác sĩ và điều dưỡng Khoa Nhi đã đến các trường mầm non xã Khe Mây, Suối Trúc và Đồi Ngân. Trẻ được cân, đo, khám tim phổi, răng miệng, tai mũi họng và thử thị lực theo lứa tuổi. Việc khám có sự đồng ý của cha mẹ; kết quả được gửi riêng cho từng gia đình.</p>
<p>Vấn đề gặp nhiều nhất là sâu răng sữa và thấp còi. Với những trẻ cần theo dõi, gia đình nhận giấy hẹn khám lại tại trạm y tế hoặc tại Khoa Nhi.</p>
<h2>Ba điều đoàn khám nhắn gửi phụ huynh</h2>
<ul>
<li>Chải răng cho trẻ hai lần mỗi ngày bằng kem có fluor: lượng bằng hạt gạo với trẻ dưới ba tuổi, bằng hạt đậu với trẻ lớn hơn.</li>
<li>Bữa ăn của trẻ cần đủ bốn nhóm: bột đường, đạm, dầu mỡ, rau quả; không thay bữa chính bằng bánh ngọt hay nước ngọt.</li>
<li>Tẩy giun định kỳ từ 24 tháng tuổi theo lịch của trạm y tế.</li>
</ul>
<p>Buổi chiều, điều dưỡng của khoa hướng dẫn cô giáo cách đo nhiệt độ, xử trí khi trẻ sốt co giật, hóc dị vật và những dấu hiệu phải báo ngay cho gia đình.</p>`,
		categories: []string{"tin-hoat-dong"}, tags: []string{"trẻ em", "khám sức khỏe", "dinh dưỡng"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 21,
	},
	{
		key: "lich-tiem-chung", kind: "ANNOUNCEMENT", unit: "KSBT", author: "nhanvien2",
		title:   "Lịch tiêm chủng thường xuyên tại sáu trạm y tế xã",
		summary: "Mỗi xã có một ngày tiêm cố định hằng tháng. Gia đình mang theo sổ tiêm chủng và ở lại theo dõi 30 phút sau tiêm.",
		body: `<p>Trung tâm Y tế thông báo lịch tiêm các vắc xin trong Chương trình tiêm chủng mở rộng. Buổi tiêm bắt đầu lúc 7 giờ 30 và kết thúc lúc 10 giờ 30.</p>
<table>
<thead><tr><th>Trạm y tế xã</th><th>Ngày tiêm hằng tháng</th></tr></thead>
<tbody>
<tr><td>Khe Mây</td><td>Ngày 5</td></tr>
<tr><td>Thanh Lạc</td><td>Ngày 6</td></tr>
<tr><td>Suối Trúc</td><td>Ngày 8</td></tr>
<tr><td>Đồi Ngân</td><td>Ngày 9</td></tr>
<tr><td>Bến Quế</td><td>Ngày 11</td></tr>
<tr><td>Hạ Vân</td><td>Ngày 12</td></tr>
</tbody>
</table>
<p>Nếu ngày tiêm rơi vào thứ Bảy, Chủ nhật hoặc ngày lễ, buổi tiêm chuyển sang ngày làm việc kế tiếp.</p>
<h2>Trước khi tiêm</h2>
<ul>
<li>Mang sổ hoặc phiếu tiêm chủng; cho trẻ ăn, bú như thường ngày, không để quá đói.</li>
<li>Nói với cán bộ khám sàng lọc nếu trẻ đang sốt, đang uống thuốc, có bệnh mạn tính hoặc từng phản ứng mạnh ở lần tiêm trước.</li>
</ul>
<h2>Sau khi tiêm</h2>
<p>Ở lại trạm ít nhất 30 phút, sau đó theo dõi trẻ tại nhà trong 24 đến 48 giờ. Sốt nhẹ, quấy khóc, sưng đau chỗ tiêm thường tự hết. Đưa trẻ đến cơ sở y tế ngay nếu trẻ <strong>sốt cao khó hạ, khó thở, tím tái, co giật, khóc thét kéo dài, lừ đừ hoặc bỏ bú</strong>. Không đắp lá, khoai hay chanh lên chỗ tiêm.</p>`,
		categories: []string{"tiem-chung", "thong-bao"}, tags: []string{"tiêm chủng mở rộng", "trẻ em", "trạm y tế"},
		audience: "PUBLIC", state: "CORRECTION", daysAgo: 16, thenDaysAgo: 1, pinned: true,
		fix: [2]string{"Mang sổ hoặc phiếu tiêm chủng", "Mang sổ tiêm chủng hoặc phiếu hẹn tiêm"},
	},
	{
		key: "bao-tri-dat-lich", kind: "ANNOUNCEMENT", unit: "CNTT", author: "cntt",
		title:   "Tạm dừng đặt lịch khám qua mạng trong đêm bảo trì hệ thống",
		summary: "Kênh đặt lịch khám tạm dừng từ 22 giờ thứ Sáu đến 4 giờ thứ Bảy tuần này; việc cấp cứu và khám trực tiếp không bị ảnh hưởng.",
		body: `<p>Để nâng cấp máy chủ và sao lưu dữ liệu, Bộ phận Công nghệ thông tin sẽ tạm dừng kênh đặt lịch khám qua mạng <strong>từ 22 giờ thứ Sáu đến 4 giờ thứ Bảy tuần này</strong>.</p>
<ul>
<li>Lịch đã đặt trước đó vẫn giữ nguyên, người dân không cần đặt lại.</li>
<li>Cấp cứu hoạt động 24 giờ; tiếp đón khám bệnh sáng thứ Bảy diễn ra bình thường.</li>
<li>Trang thông tin có thể tải chậm trong ít phút quanh thời điểm chuyển máy chủ.</li>
</ul>
<p>Người cần đặt lịch trong thời gian này xin gọi tổng đài <a href="tel:02033000100">0203 3000 100</a>. Trung tâm không bao giờ nhắn tin yêu cầu cung cấp mật khẩu hay mã xác thực; nếu nhận được tin nhắn như vậy, xin bỏ qua và báo cho chúng tôi.</p>
<p>Trung tâm mong người dân thông cảm vì sự bất tiện này.</p>`,
		categories: []string{"thong-bao"}, tags: []string{"đặt lịch khám", "bảo trì"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 4,
	},
	{
		key: "ngay-hien-mau", kind: "ANNOUNCEMENT", unit: "DD", author: "dieuduong",
		title:   "Mời tham gia ngày hội hiến máu tình nguyện tại hội trường Trung tâm",
		summary: "Người từ 18 đến 60 tuổi, khỏe mạnh có thể đăng ký hiến máu; mỗi đơn vị máu được xét nghiệm sàng lọc trước khi sử dụng.",
		body: `<p>Trung tâm Y tế phối hợp với Hội Chữ thập đỏ huyện tổ chức ngày hội hiến máu tại hội trường tầng 2, nhà hành chính. Cán bộ tiếp đón làm việc từ 7 giờ đến 11 giờ.</p>
<h2>Ai có thể hiến máu</h2>
<ul>
<li>Người từ 18 đến 60 tuổi, nam nặng từ 45 kg, nữ từ 42 kg trở lên, cảm thấy khỏe mạnh.</li>
<li>Lần hiến máu gần nhất cách đây ít nhất 12 tuần.</li>
<li>Không mang thai, không đang nuôi con nhỏ dưới 12 tháng, không mắc bệnh lây qua đường máu.</li>
</ul>
<h2>Chuẩn bị</h2>
<p>Đêm trước ngủ đủ, không uống rượu bia. Buổi sáng ăn nhẹ, ít mỡ và uống đủ nước. Mang theo giấy tờ tùy thân. Bác sĩ sẽ khám và hỏi bệnh sử trước khi quyết định bạn có hiến được hay không.</p>
<p>Sau khi hiến, nghỉ tại chỗ ít nhất 15 phút, uống nhiều nước và tránh mang vác nặng bằng tay vừa lấy máu trong ngày.</p>`,
		categories: []string{"thong-bao"}, tags: []string{"hiến máu"},
		audience: "PUBLIC", state: "UNPUBLISHED", daysAgo: 25, thenDaysAgo: 20,
		comment: "Đơn vị phối hợp đã dời ngày tổ chức, chưa có ngày mới; gỡ bài để người dân không đến nhầm.",
	},
	{
		key: "goc-tu-van-khe-may", kind: "NEWS_ARTICLE", unit: "TYT-KM", author: "tramyte",
		title:   "Trạm Y tế xã Khe Mây mở góc tư vấn sức khỏe cho người cao tuổi",
		summary: "Sáng thứ Tư hằng tuần, người cao tuổi trong xã được đo huyết áp, thử đường huyết và được hướng dẫn dùng thuốc đúng cách.",
		body: `<p>Từ tháng này, Trạm Y tế xã Khe Mây dành riêng sáng thứ Tư hằng tuần để tư vấn cho người cao tuổi và người mắc bệnh mạn tính. Góc tư vấn đặt ở phòng đầu tiên bên phải cổng trạm, có ghế ngồi và lối đi cho xe lăn.</p>
<p>Mỗi người đến được đo huyết áp hai lần, thử đường huyết mao mạch khi có chỉ định, được xem lại các loại thuốc đang uống và nhận sổ theo dõi tại nhà.</p>
<h2>Khi đi nhớ mang theo</h2>
<ul>
<li>Thẻ bảo hiểm y tế và giấy tờ tùy thân.</li>
<li>Tất cả thuốc đang dùng, kể cả thuốc nam và thực phẩm bổ sung.</li>
<li>Sổ khám bệnh hoặc kết quả xét nghiệm gần nhất, nếu có.</li>
</ul>
<p>Người không đi lại được có thể nhờ nhân viên y tế thôn đăng ký để trạm đến khám tại nhà.</p>`,
		categories: []string{"tin-hoat-dong"}, tags: []string{"người cao tuổi", "trạm y tế", "Khe Mây"},
		audience: "PUBLIC", state: "CONSENT", daysAgo: 1,
	},
	{
		key: "tiem-cum-mua", kind: "ANNOUNCEMENT", unit: "KSBT", author: "truongkhoa2",
		title:   "Tổ chức tiêm vắc xin cúm mùa theo yêu cầu tại Trung tâm",
		summary: "Người cao tuổi, phụ nữ mang thai, người có bệnh mạn tính và trẻ từ 6 tháng tuổi được khuyến khích tiêm nhắc hằng năm.",
		body: `<p>Phòng tiêm chủng của Trung tâm tổ chức tiêm vắc xin cúm mùa vào các buổi sáng từ thứ Hai đến thứ Sáu. Đây là vắc xin tiêm theo yêu cầu, người tiêm tự chi trả theo giá niêm yết tại phòng tiêm.</p>
<h2>Người nên tiêm</h2>
<ul>
<li>Người từ 65 tuổi; người mắc bệnh tim, phổi, thận, đái tháo đường hoặc suy giảm miễn dịch.</li>
<li>Phụ nữ mang thai, sau khi được bác sĩ khám và tư vấn.</li>
<li>Trẻ từ 6 tháng tuổi; nhân viên y tế và người chăm sóc các nhóm nói trên.</li>
</ul>
<p>Vi rút cúm thay đổi nên cần tiêm nhắc mỗi năm một lần. Vắc xin cần khoảng hai tuần để tạo miễn dịch bảo vệ; nó không phòng được cảm lạnh do các vi rút khác.</p>
<p>Hoãn tiêm khi đang sốt cao hoặc bệnh cấp tính nặng. Người từng bị phản vệ với vắc xin cúm hoặc thành phần của vắc xin cần báo cho bác sĩ trước khi tiêm.</p>`,
		categories: []string{"tiem-chung", "thong-bao"}, tags: []string{"cúm mùa", "vắc xin"},
		audience: "PUBLIC", state: "REVOKED", daysAgo: 18, thenDaysAgo: 15,
		comment: "Lô vắc xin chưa về đủ hồ sơ kiểm nhận; rút lại đồng ý cho đến khi Khoa Dược xác nhận nguồn cung.",
	},
	{
		key: "hoi-thao-dinh-duong", kind: "ANNOUNCEMENT", unit: "NHI", author: "truongkhoa",
		title:   "Mời phụ huynh dự hội thảo dinh dưỡng cho trẻ dưới hai tuổi",
		summary: "Hội thảo hướng dẫn cho trẻ ăn bổ sung từ tròn sáu tháng tuổi, kèm phần hỏi đáp và nhận quà của đơn vị đồng hành.",
		body: `<p>Khoa Nhi dự kiến tổ chức buổi hội thảo về ăn bổ sung cho trẻ dưới hai tuổi tại hội trường Trung tâm, dành cho phụ huynh và người chăm sóc trẻ.</p>
<h2>Nội dung</h2>
<ul>
<li>Khi nào bắt đầu cho trẻ ăn bổ sung và bắt đầu với món gì.</li>
<li>Cách nấu bát bột, bát cháo đủ bốn nhóm thực phẩm từ nguyên liệu sẵn có.</li>
<li>Nhận biết sớm trẻ chậm tăng cân và khi nào cần đi khám.</li>
</ul>
<p>Chương trình do một doanh nghiệp kinh doanh sản phẩm dinh dưỡng tài trợ. Người tham dự được tặng quà và dùng thử sản phẩm.</p>
<p>Phụ huynh đăng ký tại quầy tiếp đón Khoa Nhi trong giờ hành chính.</p>`,
		categories: []string{"thong-bao"}, tags: []string{"dinh dưỡng", "trẻ em"},
		audience: "PUBLIC", state: "REJECTED", daysAgo: 14,
		comment: "Không đồng ý: cơ sở y tế không nhận tài trợ và không phát sản phẩm của doanh nghiệp sữa cho bà mẹ có con nhỏ. Đề nghị khoa tổ chức lại bằng kinh phí truyền thông của Trung tâm.",
	},
}
