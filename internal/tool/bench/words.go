package main

// What the made-up centre is called and writes about. Places and people are nobody's.

// unit is a department: its parent's code, or "" for the root.
type unit struct{ code, name, kind, parent string }

// units are 30 departments, each after the one above it.
var units = []unit{
	{"TTYT", "Trung tâm Y tế huyện Vân Sơn", "CENTRE", ""},
	{"BGD", "Ban Giám đốc", "BOARD", "TTYT"},
	{"TCHC", "Phòng Tổ chức - Hành chính", "OFFICE", "TTYT"},
	{"CNTT", "Tổ Công nghệ thông tin", "UNIT", "TCHC"},
	{"WEB", "Bộ phận Quản lý website", "UNIT", "TCHC"},
	{"KHNV", "Phòng Kế hoạch - Nghiệp vụ", "OFFICE", "TTYT"},
	{"TCKT", "Phòng Tài chính - Kế toán", "OFFICE", "TTYT"},
	{"DD", "Phòng Điều dưỡng", "OFFICE", "TTYT"},
	{"DS", "Phòng Dân số", "OFFICE", "TTYT"},
	{"KB", "Khoa Khám bệnh", "CLINICAL", "TTYT"},
	{"CCHS", "Khoa Cấp cứu - Hồi sức", "CLINICAL", "TTYT"},
	{"NOI", "Khoa Nội", "CLINICAL", "TTYT"},
	{"NGOAI", "Khoa Ngoại", "CLINICAL", "TTYT"},
	{"SAN", "Khoa Sản", "CLINICAL", "TTYT"},
	{"NHI", "Khoa Nhi", "CLINICAL", "TTYT"},
	{"YHCT", "Khoa Y học cổ truyền", "CLINICAL", "TTYT"},
	{"XN", "Khoa Xét nghiệm", "CLINICAL", "TTYT"},
	{"CDHA", "Khoa Chẩn đoán hình ảnh", "CLINICAL", "TTYT"},
	{"DUOC", "Khoa Dược", "CLINICAL", "TTYT"},
	{"DINHDUONG", "Tổ Dinh dưỡng", "UNIT", "KB"},
	{"KSBT", "Khoa Kiểm soát bệnh tật", "PREVENTIVE", "TTYT"},
	{"TIEMCHUNG", "Tổ Tiêm chủng", "UNIT", "KSBT"},
	{"ATTP", "Khoa An toàn thực phẩm", "PREVENTIVE", "TTYT"},
	{"TTGDSK", "Tổ Truyền thông - Giáo dục sức khỏe", "UNIT", "KSBT"},
	{"TYT-KM", "Trạm Y tế xã Khe Mây", "STATION", "TTYT"},
	{"TYT-TL", "Trạm Y tế xã Thanh Lạc", "STATION", "TTYT"},
	{"TYT-ST", "Trạm Y tế xã Suối Trúc", "STATION", "TTYT"},
	{"TYT-DN", "Trạm Y tế xã Đồi Ngân", "STATION", "TTYT"},
	{"TYT-BQ", "Trạm Y tế xã Bến Quế", "STATION", "TTYT"},
	{"TYT-HV", "Trạm Y tế xã Hạ Vân", "STATION", "TTYT"},
}

// sections are the categories of the site, the fullest first.
var sections = []string{
	"Tin hoạt động", "Phòng chống dịch", "Giáo dục sức khỏe", "Thông báo", "Tiêm chủng", "Khám chữa bệnh",
	"Dinh dưỡng", "An toàn thực phẩm", "Dân số", "Y học cổ truyền", "Cải cách hành chính", "Gương người tốt",
}

var (
	families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh", "Lương", "Mai"}
	middles  = []string{"Văn", "Thị", "Đức", "Hữu", "Minh", "Ngọc", "Quang", "Thanh", "Thu", "Xuân", "Đình", "Hồng", "Bích", "Kim", "Gia", "Anh"}
	givens   = []string{"An", "Bình", "Châu", "Chi", "Cường", "Dũng", "Dung", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hoa", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Nhung", "Oanh", "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Trang", "Tuấn", "Tuyết", "Vinh", "Yến", "Ý"}
	titles   = []string{"Bác sĩ", "Bác sĩ CKI", "Bác sĩ CKII", "Điều dưỡng", "Điều dưỡng CKI", "Hộ sinh", "Dược sĩ", "Kỹ thuật viên", "Y sĩ", "Chuyên viên", "Kế toán viên", "Nhân viên"}
)

var (
	acts = []string{"tổ chức", "triển khai", "sơ kết", "tổng kết", "tăng cường", "phối hợp thực hiện", "kiểm tra", "hướng dẫn", "phát động", "đẩy mạnh", "giám sát", "đánh giá"}
	// topics are what a post is about; its words come back in summary, body and tags.
	topics = []string{
		"phòng chống sốt xuất huyết", "tiêm chủng mở rộng", "phòng bệnh tay chân miệng", "khám sức khỏe người cao tuổi", "chăm sóc trước sinh",
		"an toàn thực phẩm bếp ăn tập thể", "phòng chống suy dinh dưỡng trẻ em", "quản lý bệnh tăng huyết áp", "tầm soát đái tháo đường", "phòng chống tác hại của thuốc lá",
		"hiến máu tình nguyện", "nuôi con bằng sữa mẹ", "phòng chống lao", "vệ sinh tay", "kiểm soát nhiễm khuẩn", "phòng bệnh dại", "chăm sóc mắt học đường",
		"sức khỏe tâm thần cộng đồng", "cấp cứu đuối nước", "sử dụng kháng sinh hợp lý", "khám bệnh bằng căn cước công dân", "bệnh án điện tử", "phòng chống cúm mùa",
		"vệ sinh nguồn nước sau mưa lũ", "phục hồi chức năng tại nhà", "sàng lọc ung thư cổ tử cung", "tẩy giun định kỳ", "uống vitamin A", "phòng chống bạch hầu", "an toàn người bệnh",
	}
	places = []string{"xã Khe Mây", "xã Thanh Lạc", "xã Suối Trúc", "xã Đồi Ngân", "xã Bến Quế", "xã Hạ Vân", "thị trấn Vân Sơn", "trường tiểu học Thanh Lạc", "trường mầm non Khe Mây", "chợ trung tâm huyện", "khu công nghiệp Bến Quế", "thôn Đông", "thôn Tây", "thôn Trung", "thôn Thượng"}
	groups = []string{"trẻ em dưới 5 tuổi", "phụ nữ mang thai", "người cao tuổi", "học sinh", "công nhân", "người bệnh mạn tính", "hộ gia đình", "cán bộ y tế", "giáo viên", "người dân"}
)

// sentences are what bodies are made of; {topic}, {place}, {group} and {n}, a number, are filled in.
var sentences = []string{
	"Sáng nay, đoàn công tác của Trung tâm đã làm việc tại {place} về nội dung {topic}.",
	"Tham dự có đại diện lãnh đạo huyện, các khoa phòng và {n} đại biểu của {place}.",
	"Theo báo cáo, toàn huyện đã có {n} lượt {group} được tư vấn trực tiếp trong tháng qua.",
	"Công tác {topic} cần sự vào cuộc của cả hệ thống chính trị và của từng {group}.",
	"Các trạm y tế rà soát danh sách, gửi giấy mời đến tận nhà và nhắc lịch qua điện thoại.",
	"Người dân nên mang theo thẻ bảo hiểm y tế, căn cước công dân và sổ theo dõi sức khỏe.",
	"Sau mỗi buổi, cán bộ theo dõi phản ứng ít nhất {n} phút trước khi cho về.",
	"Nếu có sốt cao, nôn nhiều hoặc khó thở, cần đến ngay cơ sở y tế gần nhất.",
	"Không tự ý dùng thuốc khi chưa có chỉ định của bác sĩ.",
	"Mỗi tuần dành mười phút dọn vật dụng chứa nước quanh nhà để muỗi không có nơi đẻ trứng.",
	"Rửa tay bằng xà phòng trước khi ăn, sau khi đi vệ sinh và sau khi chăm sóc {group}.",
	"Bữa ăn cần đủ bốn nhóm chất, ưu tiên rau xanh, cá và thực phẩm sạch của địa phương.",
	"Nguồn kinh phí được lấy từ ngân sách huyện và đóng góp của các nhà hảo tâm.",
	"Đến hết ngày làm việc, {n} phần quà đã được trao cho {group} có hoàn cảnh khó khăn.",
	"Lãnh đạo Trung tâm yêu cầu các bộ phận báo cáo kết quả trước ngày mồng năm hằng tháng.",
	"Đội cơ động gồm bác sĩ, điều dưỡng và kỹ thuật viên luôn sẵn sàng hỗ trợ {place}.",
	"Kết quả xét nghiệm được trả trong ngày và cập nhật vào hồ sơ sức khỏe điện tử.",
	"Chỉ tiêu năm nay là chín mươi lăm phần trăm {group} được tiếp cận dịch vụ.",
	"Thời gian làm việc từ bảy giờ đến mười bảy giờ, kể cả ngày nghỉ trong đợt cao điểm.",
	"Mọi thắc mắc xin liên hệ số máy trực hoặc đến trực tiếp bộ phận tiếp đón.",
	"Đây là hoạt động thường niên nhằm nâng cao nhận thức của {group} về {topic}.",
	"Tại buổi tập huấn, học viên được thực hành trên mô hình và kiểm tra cuối khóa.",
	"Nhờ phát hiện sớm, {n} trường hợp đã được điều trị kịp thời và ổn định.",
	"Trung tâm cảm ơn sự đồng hành của chính quyền và nhân dân {place}.",
}
