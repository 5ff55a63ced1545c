package values

import "ttyt.example/ttyt/internal/base/fault"

var (
	// atPlace tells the place of a fault before what is wrong there.
	atPlace    = fault.Format{VI: "%v: %v", EN: "%v: %v"}
	errMissing = fault.Text{
		VI: "Cần có giá trị.",
		EN: "Is required."}
	errLacksField = fault.Text{
		VI: "Thiếu một trường bắt buộc.",
		EN: "Lacks a required field."}
	errLacksArgument = fault.Text{
		VI: "Thiếu một tham số bắt buộc.",
		EN: "Lacks a required argument."}
	errNull = fault.Text{
		VI: "Không được là null.",
		EN: "Must not be null."}
	errNullUsed = fault.Text{
		VI: "Không được là null ở nơi dùng biến này.",
		EN: "Must not be null where the variable is used."}
	errNoField = fault.Text{
		VI: "Không có trường này.",
		EN: "There is no such field."}
	errNoArgument = fault.Text{
		VI: "Không có tham số này.",
		EN: "There is no such argument."}
	errTwice = fault.Text{
		VI: "Có hai lần.",
		EN: "Is given twice."}
	errObject = fault.Text{
		VI: "Phải là một đối tượng.",
		EN: "Must be an object."}
	errOneOf = fault.Text{
		VI: "Phải có đúng một trường, khác null.",
		EN: "Must have exactly one field, which is not null."}
	// NotEnum is also what package fastfield says.
	NotEnum = fault.Text{
		VI: "Không có giá trị này trong kiểu liệt kê (phân biệt chữ hoa, chữ thường).",
		EN: "Is not a value of the enum (which is case-sensitive)."}
	errInt = fault.Text{
		VI: "Phải là số nguyên từ -2147483648 đến 2147483647.",
		EN: "Must be a whole number from -2147483648 to 2147483647."}
	errFloat = fault.Text{
		VI: "Phải là một số.",
		EN: "Must be a number."}
	// NotString is also what package fastfield says.
	NotString = fault.Text{
		VI: "Phải là một chuỗi.",
		EN: "Must be a string."}
	errBoolean = fault.Text{
		VI: "Phải là true hoặc false.",
		EN: "Must be true or false."}
	errID = fault.Text{
		VI: "Phải là một mã định danh, tức là một chuỗi không rỗng.",
		EN: "Must be an id: a string that is not empty."}
	errScalar = fault.Text{
		VI: "Giá trị không hợp lệ.",
		EN: "Is malformed."}
)
