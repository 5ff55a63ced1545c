package demo

// guides are health guides on infectious diseases, blood pressure, stroke and food.
var guides = []text{
	{
		key: "sot-xuat-huyet", kind: "HEALTH_GUIDE", unit: "NHI", author: "nhanvien",
		title:   "Trẻ mắc sốt xuất huyết: chăm sóc tại nhà và những dấu hiệu phải nhập viện",
		summary: "Phần lớn trẻ tự hồi phục, nhưng giai đoạn từ ngày thứ ba đến ngày thứ bảy có thể trở nặng rất nhanh, nhiều khi đúng lúc trẻ vừa hết sốt.",
		body: `<p>Sốt xuất huyết Dengue do muỗi vằn truyền. Trẻ thường sốt cao đột ngột, đau đầu, đau người, mệt, chán ăn; từ ngày thứ ba có thể nổi chấm đỏ dưới da. Bệnh chưa có thuốc đặc trị, vì vậy theo dõi sát quan trọng hơn dùng nhiều thuốc.</p>
<h2>Chăm sóc khi bác sĩ cho về nhà</h2>
<ul>
<li>Cho uống từng ngụm, nhiều lần trong ngày: oresol pha đúng theo hướng dẫn trên gói, nước cháo muối loãng, nước trái cây. Trẻ bú mẹ cần bú nhiều cữ hơn.</li>
<li>Hạ sốt bằng <strong>paracetamol</strong> 10–15 mg cho mỗi kg cân nặng, cách nhau ít nhất 4–6 giờ, không quá 4 lần mỗi ngày. Xem kỹ hàm lượng để không dùng trùng hai thuốc cùng hoạt chất.</li>
<li><strong>Không dùng aspirin, ibuprofen</strong> vì dễ gây chảy máu. Không cạo gió, không tự truyền dịch, không tự dùng kháng sinh.</li>
<li>Ăn mềm, dễ tiêu. Tránh thức ăn, nước uống màu đỏ hoặc nâu sẫm để không nhầm với máu khi trẻ nôn.</li>
<li>Cho trẻ nằm màn cả ngày lẫn đêm và tái khám đúng hẹn, kể cả khi trẻ có vẻ đỡ.</li>
</ul>
<h2>Đưa đi cấp cứu ngay nếu có một trong các dấu hiệu</h2>
<ul>
<li>Vật vã, bứt rứt hoặc li bì, khó đánh thức.</li>
<li>Đau bụng nhiều, nôn liên tục, không uống được.</li>
<li>Chảy máu mũi, chân răng, nôn ra máu, đi ngoài phân đen, ra kinh nhiều bất thường.</li>
<li>Tay chân lạnh ẩm, da tái, thở nhanh, tiểu ít hoặc không tiểu trong 6 giờ.</li>
</ul>
<p>Trẻ dưới một tuổi, trẻ thừa cân, trẻ có bệnh nền cần được bác sĩ khám ngay từ đầu. Trẻ đã mắc một lần vẫn có thể mắc lại vì vi rút có bốn típ.</p>`,
		categories: []string{"cam-nang-suc-khoe", "phong-chong-dich"}, tags: []string{"sốt xuất huyết", "trẻ em", "dấu hiệu nguy hiểm"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 34, diseases: []string{"sốt xuất huyết Dengue"},
	},
	{
		key: "tay-chan-mieng", kind: "HEALTH_GUIDE", unit: "NHI", author: "truongkhoa",
		title:   "Bệnh tay chân miệng: nhận biết sớm và phòng lây trong gia đình, lớp học",
		summary: "Giật mình, sốt cao khó hạ và nôn nhiều là những dấu hiệu báo bệnh chuyển nặng; rửa tay bằng xà phòng là cách phòng hiệu quả nhất.",
		body: `<p>Tay chân miệng thường gặp ở trẻ dưới năm tuổi, lây qua nước bọt, dịch bọng nước, phân và đồ chơi dính vi rút. Trẻ sốt nhẹ, đau miệng, chảy nước dãi, bỏ ăn; sau đó nổi bọng nước ở miệng, lòng bàn tay, lòng bàn chân, mông hoặc gối.</p>
<h2>Chăm sóc trẻ bệnh nhẹ</h2>
<ul>
<li>Cho ăn thức ăn lỏng, nguội; uống đủ nước; vệ sinh miệng nhẹ nhàng sau khi ăn.</li>
<li>Hạ sốt bằng paracetamol theo cân nặng. Không chọc vỡ bọng nước, không bôi thuốc lạ hay đắp lá.</li>
<li>Cho trẻ nghỉ học ít nhất 10 ngày kể từ khi phát bệnh và đến khi hết loét miệng, bọng nước khô.</li>
</ul>
<h2>Dấu hiệu phải đến bệnh viện ngay</h2>
<ul>
<li><strong>Giật mình chới với</strong>, nhất là khi bắt đầu ngủ; quấy khóc dai dẳng hoặc ngủ gà.</li>
<li>Sốt từ 39 °C trở lên không hạ với thuốc, hoặc sốt quá hai ngày.</li>
<li>Nôn nhiều, run tay chân, đi loạng choạng, yếu chi.</li>
<li>Thở nhanh, khó thở, vã mồ hôi lạnh, da nổi vân tím.</li>
</ul>
<h2>Phòng lây</h2>
<ol>
<li>Người chăm trẻ rửa tay bằng xà phòng dưới vòi nước sau khi thay tã, đi vệ sinh và trước khi cho trẻ ăn. Dung dịch cồn sát khuẩn không thay thế được vì kém tác dụng với vi rút này.</li>
<li>Lau sàn, rửa đồ chơi bằng nước và xà phòng, rồi khử khuẩn bằng dung dịch chứa clo pha đúng theo nhãn; để khô trước khi trẻ dùng lại.</li>
<li>Không dùng chung cốc, thìa, khăn. Lớp có từ hai trẻ mắc cần báo trạm y tế xã.</li>
</ol>`,
		categories: []string{"cam-nang-suc-khoe", "phong-chong-dich"}, tags: []string{"tay chân miệng", "trẻ em", "rửa tay"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 41, diseases: []string{"tay chân miệng"},
	},
	{
		key: "benh-dai", kind: "HEALTH_GUIDE", unit: "KSBT", author: "truongkhoa2",
		title:   "Bị chó, mèo cắn: sáu việc cần làm để không mắc bệnh dại",
		summary: "Bệnh dại đã lên cơn thì hầu như không cứu được, nhưng phòng được nếu rửa vết thương ngay và tiêm phòng kịp thời.",
		body: `<p>Vi rút dại có trong nước bọt của chó, mèo và một số thú khác, xâm nhập qua vết cắn, vết cào hoặc khi con vật liếm lên da trầy xước, niêm mạc. Vết thương nhỏ vẫn có thể truyền bệnh.</p>
<h2>Làm ngay, theo thứ tự</h2>
<ol>
<li><strong>Rửa vết thương liên tục 15 phút</strong> dưới vòi nước sạch với xà phòng.</li>
<li>Sát khuẩn bằng cồn 70 độ hoặc dung dịch i-ốt.</li>
<li>Không nặn máu, không rạch rộng, không băng kín; việc khâu vết thương do bác sĩ quyết định.</li>
<li>Đến điểm tiêm phòng dại càng sớm càng tốt, không chờ xem con vật có chết hay không. Bác sĩ sẽ quyết định chỉ tiêm vắc xin hay phải dùng thêm huyết thanh, và có cần phòng uốn ván.</li>
<li>Nhốt, theo dõi con vật 10 ngày nếu an toàn; không đánh chết. Báo trạm y tế và thú y xã nếu nó ốm, chết hoặc bỏ đi.</li>
<li>Tiêm đủ mũi theo lịch hẹn; chỉ dừng khi bác sĩ cho phép.</li>
</ol>
<h2>Những điều không nên tin</h2>
<p>Không có thuốc nam, cách lấy nọc hay đắp lá nào chữa được dại. Vắc xin dại hiện nay không ảnh hưởng trí nhớ và dùng được cho trẻ nhỏ, phụ nữ mang thai, cho con bú khi có chỉ định.</p>
<h2>Người nuôi chó, mèo</h2>
<p>Tiêm phòng dại cho vật nuôi mỗi năm, không thả rông, đeo rọ mõm khi dắt ra ngoài. Dạy trẻ không trêu chọc con vật đang ăn, đang ngủ hoặc đang nuôi con.</p>
<p>Điểm tiêm của Trung tâm: Khoa Kiểm soát bệnh tật, tầng 1 nhà B, điện thoại <a href="tel:02033000115">0203 3000 115</a>.</p>`,
		categories: []string{"cam-nang-suc-khoe", "phong-chong-dich", "tiem-chung"}, tags: []string{"bệnh dại", "vắc xin", "sơ cứu"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 52, diseases: []string{"bệnh dại"},
	},
	{
		key: "tang-huyet-ap", kind: "HEALTH_GUIDE", unit: "NOI", author: "khoanoi",
		title:   "Tăng huyết áp: đo đúng, uống thuốc đều, ăn bớt mặn",
		summary: "Tăng huyết áp thường không có triệu chứng. Đo huyết áp định kỳ và điều trị liên tục giúp tránh đột quỵ, suy tim và suy thận.",
		body: `<p>Một người được coi là tăng huyết áp khi trị số đo tại cơ sở y tế nhiều lần từ <strong>140/90 mmHg</strong> trở lên; đo tại nhà, ngưỡng tương ứng là 135/85 mmHg. Chẩn đoán do bác sĩ đưa ra, không dựa vào một lần đo.</p>
<h2>Đo huyết áp tại nhà</h2>
<ul>
<li>Nghỉ yên 5 phút; không hút thuốc, uống cà phê hay vận động trong 30 phút trước khi đo.</li>
<li>Ngồi tựa lưng, hai chân đặt trên sàn, băng quấn ngang tim, không nói chuyện.</li>
<li>Đo hai lần cách nhau một phút, sáng và tối; ghi lại để mang đi khám.</li>
</ul>
<h2>Thay đổi lối sống</h2>
<ul>
<li>Ăn dưới 5 g muối mỗi ngày, khoảng một thìa cà phê, tính cả nước mắm, bột canh, dưa muối, mì gói.</li>
<li>Ăn nhiều rau, quả; bớt mỡ động vật; giảm cân nếu thừa cân. Người bệnh thận hỏi bác sĩ trước khi dùng muối giảm natri.</li>
<li>Đi bộ nhanh 30 phút, ít nhất năm ngày mỗi tuần. Bỏ thuốc lá, hạn chế rượu bia.</li>
</ul>
<h2>Dùng thuốc</h2>
<p>Uống thuốc hằng ngày, cùng một giờ. Huyết áp về bình thường là nhờ thuốc, <strong>không tự ngừng</strong>. Không dùng đơn của người khác. Nếu ho khan, phù chân, chóng mặt khi đứng dậy, hãy báo bác sĩ để đổi thuốc.</p>
<h2>Gọi cấp cứu 115</h2>
<p>Khi huyết áp từ 180/120 mmHg kèm đau ngực, khó thở, đau đầu dữ dội, nhìn mờ, lơ mơ, nói khó hoặc yếu tay chân. Không tự nhỏ thuốc dưới lưỡi để hạ huyết áp thật nhanh.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"tăng huyết áp", "người cao tuổi", "giảm muối"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 60, diseases: []string{"tăng huyết áp"},
	},
	{
		key: "dot-quy", kind: "HEALTH_GUIDE", unit: "CCHS", author: "capcuu",
		title:   "Nhận ra đột quỵ trong một phút: méo miệng, yếu tay, nói khó",
		summary: "Mỗi phút chậm trễ là thêm tế bào não bị mất. Thấy một dấu hiệu bất thường xuất hiện đột ngột, hãy gọi 115 ngay.",
		body: `<p>Đột quỵ xảy ra khi mạch máu não bị tắc hoặc vỡ. Một số thuốc làm tan cục máu đông chỉ dùng được trong vài giờ đầu, thường là 4,5 giờ, nên việc đến viện sớm quyết định khả năng hồi phục.</p>
<h2>Ba phép thử nhanh</h2>
<table>
<thead><tr><th>Yêu cầu người bệnh</th><th>Dấu hiệu bất thường</th></tr></thead>
<tbody>
<tr><td>Cười hoặc nhe răng</td><td>Một bên mặt xệ, nhân trung lệch</td></tr>
<tr><td>Giơ hai tay ngang vai</td><td>Một tay rơi xuống hoặc không giơ được</td></tr>
<tr><td>Nhắc lại một câu ngắn</td><td>Nói ngọng, nói sai hoặc không nói được</td></tr>
</tbody>
</table>
<p>Các dấu hiệu khác: đột ngột nhìn mờ, mất thăng bằng, đau đầu dữ dội chưa từng có, lơ mơ.</p>
<h2>Việc cần làm</h2>
<ol>
<li>Gọi <strong>115</strong> hoặc Khoa Cấp cứu - Hồi sức <a href="tel:02033000116">0203 3000 116</a>.</li>
<li>Ghi lại <strong>thời điểm cuối cùng người bệnh còn bình thường</strong> và các thuốc đang uống, nhất là thuốc chống đông.</li>
<li>Đặt nằm nơi thoáng, nới quần áo. Nếu nôn hoặc mê, cho nằm nghiêng để không sặc.</li>
<li>Nếu người bệnh ngừng thở, ép tim ngoài lồng ngực theo hướng dẫn qua điện thoại.</li>
</ol>
<h2>Không làm</h2>
<p>Không cho ăn, uống hay uống thuốc, kể cả thuốc hạ áp và các loại viên truyền miệng là chữa đột quỵ. Không chích máu đầu ngón tay, không cạo gió. Không chờ xem có tự đỡ không: triệu chứng thoáng qua rồi hết vẫn phải đi khám ngay.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"đột quỵ", "cấp cứu", "dấu hiệu nguy hiểm"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 28, pinned: true, diseases: []string{"đột quỵ não"},
	},
	{
		key: "ngo-doc-thuc-pham", kind: "HEALTH_GUIDE", unit: "KSBT", author: "nhanvien2",
		title:   "Ngộ độc thực phẩm: xử trí ban đầu và cách giữ an toàn cho mâm cỗ đông người",
		summary: "Bù nước đúng cách, giữ lại mẫu thức ăn và báo ngay cho trạm y tế khi nhiều người cùng có triệu chứng sau một bữa ăn.",
		body: `<p>Ngộ độc thực phẩm thường biểu hiện bằng đau bụng, buồn nôn, nôn, tiêu chảy, có thể kèm sốt, vài giờ đến một hai ngày sau bữa ăn. Ngộ độc nấm, cá nóc, cóc, lá ngón hay hóa chất có thể gây tử vong nhanh.</p>
<h2>Xử trí ban đầu</h2>
<ul>
<li>Ngừng ngay món nghi ngờ.</li>
<li>Cho uống oresol từng ngụm nhỏ để bù nước. Không uống thuốc cầm tiêu chảy khi chưa được bác sĩ chỉ định.</li>
<li>Không gây nôn cho trẻ nhỏ, người lơ mơ, co giật hoặc người uống phải xăng dầu, a-xít, kiềm. Đặt người nôn nằm nghiêng.</li>
<li>Giữ lại thức ăn thừa, bao bì, chất nôn trong túi sạch để lấy mẫu.</li>
</ul>
<h2>Đi cấp cứu ngay</h2>
<p>Khi nôn, tiêu chảy không ngừng, phân có máu, sốt cao, khát nhiều, tiểu ít, nhìn mờ, khó nói, khó thở, tê môi hoặc co giật; khi người bệnh là trẻ nhỏ, phụ nữ mang thai, người cao tuổi; hoặc <strong>khi đã ăn nấm rừng, cá nóc, dù chưa có triệu chứng</strong>.</p>
<h2>Khi nấu cỗ</h2>
<ol>
<li>Rửa tay; người đang tiêu chảy hoặc có vết thương mưng mủ ở tay không nấu ăn.</li>
<li>Để riêng dao, thớt của đồ sống và đồ chín.</li>
<li>Nấu chín kỹ, nhất là thịt, trứng, hải sản, tiết.</li>
<li>Ăn trong vòng 2 giờ sau khi nấu; chưa ăn thì giữ lạnh dưới 5 °C hoặc giữ nóng trên 60 °C.</li>
<li>Dùng nước sạch, nguyên liệu rõ nguồn gốc; không dùng thực phẩm ôi, mốc.</li>
</ol>
<p>Có từ hai người trở lên cùng triệu chứng sau một bữa ăn, hãy báo trạm y tế xã hoặc gọi <a href="tel:02033000115">0203 3000 115</a>.</p>`,
		categories: []string{"cam-nang-suc-khoe"}, tags: []string{"ngộ độc thực phẩm", "an toàn thực phẩm"},
		audience: "PUBLIC", state: "PUBLISHED", daysAgo: 18, diseases: []string{"ngộ độc thực phẩm"},
	},
}
