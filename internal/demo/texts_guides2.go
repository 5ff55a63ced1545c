package demo

// moreGuides are health guides on diabetes, breastfeeding, floods, antibiotics and fever.
var moreGuides = []text{
	{
		key: "dai-thao-duong", kind: "HEALTH_GUIDE", unit: "NOI", author: "khoanoi",
		title:   "Sống khỏe với bệnh đái tháo đường: ăn uống, bàn chân và cơn hạ đường huyết",
		summary: "Ba việc người bệnh tự làm được mỗi ngày: chọn thức ăn, xem bàn chân và nhận ra sớm cơn hạ đường huyết.",
		body: `<p>Đái tháo đường tiến triển âm thầm. Khát nhiều, tiểu nhiều, sụt cân không rõ lý do, vết thương lâu lành là những dấu hiệu cần thử đường huyết. Người từ 45 tuổi, người thừa cân hoặc có cha mẹ, anh chị em mắc bệnh nên xét nghiệm định kỳ.</p>
<h2>Bữa ăn</h2>
<ul>
<li>Chia đĩa làm bốn: hai phần rau, một phần thịt, cá, trứng hoặc đậu, một phần cơm.</li>
<li>Ăn đúng giờ, không bỏ bữa. Tránh nước ngọt, chè, sữa đặc; ăn trái cây nguyên miếng thay cho nước ép.</li>
<li>Đi bộ 30 phút mỗi ngày, mang theo vài viên kẹo phòng khi hạ đường huyết.</li>
</ul>
<h2>Hạ đường huyết</h2>
<p>Run tay, vã mồ hôi, đói cồn cào, hồi hộp, lú lẫn, hoặc máy đo dưới 3,9 mmol/L (70 mg/dL): ăn ngay khoảng <strong>15 g đường</strong>, như ba thìa cà phê đường pha nước hoặc 150 ml nước ngọt. Đo lại sau 15 phút, nếu còn thấp thì lặp lại, sau đó ăn bữa phụ. <strong>Người đã lơ mơ không được cho ăn uống vì dễ sặc: gọi 115.</strong></p>
<h2>Bàn chân</h2>
<ul>
<li>Mỗi tối xem gan bàn chân và kẽ ngón, dùng gương hoặc nhờ người nhà. Rửa nước ấm, lau khô kẽ ngón.</li>
<li>Không đi chân đất, không ngâm nước nóng, không tự cắt chai chân.</li>
<li>Vết phồng, loét, đổi màu dù nhỏ và không đau cũng cần đi khám trong ngày.</li>
</ul>
<p>Không tự ngừng thuốc hay tiêm, không thay thuốc bằng thực phẩm chức năng. Khám mắt, thận, bàn chân và thử HbA1c theo lịch hẹn.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"đái tháo đường", "dinh dưỡng", "người cao tuổi"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 47, diseases: []string{"đái tháo đường"},
	},
	{
		key: "nuoi-con-sua-me", kind: "HEALTH_GUIDE", unit: "SAN", author: "khoasan",
		title:   "Nuôi con bằng sữa mẹ: từ giờ đầu tiên đến hai tuổi",
		summary: "Cho bú trong giờ đầu sau sinh, bú mẹ hoàn toàn sáu tháng đầu và biết cách trữ sữa khi mẹ đi làm trở lại.",
		body: `<p>Sữa mẹ đủ nước và chất dinh dưỡng cho trẻ trong sáu tháng đầu, đồng thời truyền kháng thể giúp trẻ ít tiêu chảy, viêm phổi. Hầu hết bà mẹ đủ sữa nếu được hỗ trợ đúng.</p>
<h2>Những ngày đầu</h2>
<ul>
<li>Da kề da ngay sau sinh và cho bú trong vòng một giờ. Sữa non vàng, sánh, tuy ít nhưng rất quý.</li>
<li>Cho bú theo nhu cầu, 8–12 cữ một ngày, cả ban đêm. Không cần uống thêm nước trắng, mật ong hay cam thảo.</li>
<li>Ngậm bắt vú đúng: miệng mở rộng, cằm chạm vú, môi dưới hướng ra ngoài, mẹ không đau.</li>
</ul>
<h2>Biết trẻ bú đủ</h2>
<p>Từ ngày thứ năm, trẻ tiểu từ sáu lần mỗi ngày, nước tiểu nhạt màu, ngủ yên sau bú và tăng cân đều. Trẻ bú kém, li bì, vàng da lan xuống chân hoặc tiểu rất ít cần đi khám ngay.</p>
<h2>Vắt và trữ sữa</h2>
<table>
<thead><tr><th>Nơi để sữa mới vắt</th><th>Dùng trong</th></tr></thead>
<tbody>
<tr><td>Nhiệt độ phòng, không quá 25 °C</td><td>4 giờ</td></tr>
<tr><td>Ngăn mát tủ lạnh, khoảng 4 °C</td><td>4 ngày</td></tr>
<tr><td>Ngăn đông, −18 °C</td><td>Tốt nhất trong 6 tháng</td></tr>
</tbody>
</table>
<p>Rã đông trong ngăn mát, hâm bằng nước ấm, không dùng lò vi sóng, không cấp đông lại.</p>
<h2>Khi cần giúp</h2>
<p>Vú căng đau, nứt đầu vú, sốt, nổi khối đỏ đau: tiếp tục cho bú nếu có thể và đến Khoa Sản. Mẹ đang dùng thuốc cần hỏi bác sĩ, không tự cai sữa. Tròn sáu tháng, cho trẻ ăn bổ sung và vẫn bú mẹ đến 24 tháng hoặc lâu hơn.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"sữa mẹ", "bà mẹ", "trẻ sơ sinh"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 66, diseases: []string{"nuôi con bằng sữa mẹ"},
	},
	{
		key: "ve-sinh-sau-lu", kind: "HEALTH_GUIDE", unit: "KSBT", author: "nhanvien2",
		title:   "Sau mưa lũ: làm sạch nguồn nước, nhà cửa và phòng bệnh",
		summary: "Nước rút đến đâu, dọn vệ sinh đến đó; chỉ ăn chín, uống nước đã khử trùng và đun sôi.",
		body: `<p>Sau lũ, nước bẩn mang theo rác, xác súc vật và chất thải, dễ gây tiêu chảy, đau mắt đỏ, bệnh ngoài da, sốt xuất huyết và bệnh xoắn khuẩn vàng da. Làm theo thứ tự dưới đây để vừa an toàn vừa đỡ tốn công.</p>
<h2>An toàn trước đã</h2>
<ul>
<li>Ngắt cầu dao trước khi vào nhà; chỉ đóng điện lại khi đã có người biết nghề kiểm tra.</li>
<li>Đi ủng, đeo găng. Coi chừng rắn, mảnh kính, đinh. Vết thương bẩn cần rửa sạch và đi khám để được phòng uốn ván.</li>
</ul>
<h2>Làm sạch giếng</h2>
<ol>
<li>Vét bùn, thau rửa thành giếng và bơm cạn nếu có thể.</li>
<li>Làm trong nước bằng phèn chua, khoảng 50 g cho mỗi mét khối nước, để lắng.</li>
<li>Khử trùng bằng cloramin B đúng liều do cán bộ trạm y tế tính theo thể tích nước.</li>
<li>Chờ ít nhất 30 phút và nước có mùi clo nhẹ mới dùng. <strong>Nước uống vẫn phải đun sôi.</strong></li>
</ol>
<p>Khử trùng không loại được thuốc trừ sâu, xăng dầu: giếng nghi nhiễm hóa chất thì không dùng và báo trạm y tế.</p>
<h2>Ăn uống và dọn dẹp</h2>
<ul>
<li>Bỏ thực phẩm đã ngâm nước lũ, kể cả rau trong vườn ngập và thuốc chữa bệnh bị ướt.</li>
<li>Chôn xác súc vật sâu, rắc vôi bột, xa nguồn nước; lật úp vật đọng nước để muỗi không sinh sản.</li>
<li>Không rửa mặt bằng nước bẩn, không dùng chung khăn.</li>
</ul>
<p>Đi khám ngay khi tiêu chảy nhiều lần, phân có máu, sốt kèm đau bắp chân hoặc vàng mắt, mắt đỏ đau nhìn mờ.</p>`,
		categories: []string{"cam-nang-suc-khoe", "phong-chong-dich"}, tags: []string{"mưa lũ", "nước sạch", "vệ sinh môi trường"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 75, diseases: []string{"tiêu chảy", "đau mắt đỏ", "bệnh xoắn khuẩn vàng da"},
	},
	{
		key: "khang-sinh", kind: "HEALTH_GUIDE", unit: "DUOC", author: "duoc",
		title:   "Kháng sinh không chữa cảm cúm: dùng đúng để còn thuốc mà dùng",
		summary: "Kháng sinh chỉ diệt vi khuẩn. Dùng khi không cần hoặc dùng nửa chừng khiến vi khuẩn kháng thuốc, lần sau khó chữa hơn.",
		body: `<p>Cảm lạnh, cúm, phần lớn ho và đau họng do vi rút gây ra. Kháng sinh không có tác dụng với vi rút, không giúp hạ sốt và không rút ngắn ngày bệnh, trong khi vẫn có thể gây tiêu chảy, dị ứng, thậm chí phản vệ.</p>
<h2>Năm nguyên tắc</h2>
<ol>
<li>Chỉ dùng khi bác sĩ khám và kê đơn; không tự mua theo đơn cũ, không dùng thuốc của người khác.</li>
<li>Uống đủ liều, đúng giờ, đủ số ngày bác sĩ dặn, kể cả khi đã thấy đỡ.</li>
<li>Quên một liều thì uống ngay khi nhớ ra; nếu gần đến giờ liều sau thì bỏ qua, không uống gấp đôi.</li>
<li>Nói với bác sĩ nếu từng dị ứng thuốc, đang mang thai, cho con bú, có bệnh gan, thận.</li>
<li>Không để dành thuốc thừa; thuốc dạng bột pha hỗn dịch chỉ dùng trong số ngày ghi trên nhãn.</li>
</ol>
<h2>Khi đang uống kháng sinh</h2>
<p>Nổi mề đay, sưng môi, khó thở, choáng sau khi dùng thuốc: <strong>ngừng thuốc và gọi 115 ngay</strong>. Tiêu chảy nhiều hoặc phân có máu: liên hệ bác sĩ. Sau hai đến ba ngày không đỡ, hãy tái khám chứ không tự đổi thuốc.</p>
<h2>Giảm nhu cầu dùng kháng sinh</h2>
<p>Tiêm chủng đầy đủ, rửa tay, ăn chín uống sôi, che miệng khi ho. Khi nuôi gia súc, gia cầm, chỉ dùng kháng sinh theo hướng dẫn của cán bộ thú y.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"kháng sinh", "sử dụng thuốc"},
		audience: "PUBLIC", state: "APPROVED", daysAgo: 3, diseases: []string{"kháng kháng sinh", "cảm cúm"},
	},
	{
		key: "sot-co-giat", kind: "HEALTH_GUIDE", unit: "NHI", author: "nhanvien",
		title:   "Trẻ co giật khi sốt: cha mẹ cần làm gì trong năm phút đầu",
		summary: "Giữ bình tĩnh, đặt trẻ nằm nghiêng, không nhét gì vào miệng và xem đồng hồ.",
		body: `<p>Co giật do sốt hay gặp ở trẻ từ sáu tháng đến năm tuổi, thường kéo dài dưới năm phút và tự hết. Nhìn rất đáng sợ, nhưng cơn ngắn đơn thuần hiếm khi để lại di chứng.</p>
<h2>Việc cần làm</h2>
<ol>
<li>Đặt trẻ nằm nghiêng trên mặt phẳng, tránh xa vật cứng; nới rộng quần áo, lau sạch đờm dãi.</li>
<li><strong>Không nhét thìa, ngón tay, vắt chanh hay đổ thuốc vào miệng trẻ.</strong> Không ghì giữ tay chân.</li>
<li>Xem đồng hồ để biết cơn kéo dài bao lâu; nhờ người quay lại nếu có thể.</li>
<li>Sau cơn, để trẻ nằm nghiêng cho tỉnh hẳn rồi đưa đi khám.</li>
</ol>
<h2>Gọi 115 ngay</h2>
<ul>
<li>Cơn kéo dài từ năm phút trở lên hoặc lặp lại trong ngày.</li>
<li>Trẻ tím tái, khó thở, giật một bên người, sau cơn không tỉnh.</li>
<li>Trẻ dưới sáu tháng; cổ cứng, nôn vọt, thóp phồng; co giật khi không sốt.</li>
</ul>
<p>Hạ sốt giúp trẻ dễ chịu nhưng không bảo đảm ngăn được cơn giật. Không chườm đá, không xoa cồn, không ủ kín trẻ.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"trẻ em", "sốt", "sơ cứu"},
		audience: "PUBLIC", state: "RETURNED", daysAgo: 6, diseases: []string{"co giật do sốt"},
		comment: "Nội dung tốt. Đề nghị bổ sung liều paracetamol theo cân nặng và thống nhất cách viết với bài về sốt xuất huyết.",
	},
}
