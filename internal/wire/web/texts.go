package web

import "ttyt.example/ttyt/internal/base/fault"

var (
	textNumber = fault.Text{VI: "Nhập một số, ví dụ 1.500.000.", EN: "Enter a number, such as 1,500,000."}
	textFile   = fault.Text{VI: "Chọn một tệp.", EN: "Choose a file."}
	textDay    = fault.Text{VI: "Nhập ngày theo ngày/tháng/năm, ví dụ 30/11/2026.", EN: "Enter the day as day/month/year, such as 30/11/2026."}
	textChoose = fault.Text{VI: "Chọn một mục.", EN: "Choose one."}
	textRepeat = fault.Text{VI: "Hai lần nhập mật khẩu không giống nhau. Nhập lại cả hai.", EN: "The two passwords do not match. Enter both again."}
	textTime   = fault.Text{VI: "Nhập giờ theo giờ:phút, ví dụ 08:30.", EN: "Enter the time as hours:minutes, such as 08:30."}
)

// weekdays begin with Sunday, as time.Weekday does.
var weekdays = []fault.Text{
	{VI: "Chủ nhật", EN: "Sunday"},
	{VI: "Thứ hai", EN: "Monday"},
	{VI: "Thứ ba", EN: "Tuesday"},
	{VI: "Thứ tư", EN: "Wednesday"},
	{VI: "Thứ năm", EN: "Thursday"},
	{VI: "Thứ sáu", EN: "Friday"},
	{VI: "Thứ bảy", EN: "Saturday"},
}

// onHolidays stands beside the days of the week in opening hours.
var onHolidays = fault.Text{VI: "Ngày lễ", EN: "Public holidays"}
