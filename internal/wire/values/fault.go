package values

import (
	"regexp"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
)

// Fault is what is wrong with one value. It names the place, such as $input.contact.phone in a variable or
// input.contact.phone in the document, and never repeats the value, which may be a password.
type Fault struct {
	path  []string // innermost first
	says  fault.Text
	lacks string // a name of the schema that is missing there; strangers are told what says says instead
}

func (f *Fault) Error() string { return f.For(true).Text.EN }

// For returns the fault in the words for a caller who may be told the names of the schema, or may not.
func (f *Fault) For(namesSchema bool) *fault.Error {
	path, says := f.path, f.says
	if f.lacks != "" && namesSchema {
		path, says = append([]string{f.lacks}, path...), errMissing
	}
	at := place(path)
	return fault.Bad(fault.Text{VI: at + ": " + says.VI, EN: at + ": " + says.EN})
}

// in returns the fault as one of what holds the value under the name.
func (f *Fault) in(name string) *Fault {
	f.path = append(f.path, name)
	return f
}

// word is a name that a message repeats. Other text in the place of a name may be a secret that went astray.
var word = regexp.MustCompile(`^[$@]?[_0-9A-Za-z]{1,64}$`)

func place(path []string) string {
	var names []string
	for _, name := range slices.Backward(path) {
		if !word.MatchString(name) {
			name = "…"
		}
		names = append(names, name)
	}
	return strings.Join(names, ".")
}

var (
	errMissing       = fault.Text{VI: "Bắt buộc phải có.", EN: "Is required."}
	errLacksField    = fault.Text{VI: "Thiếu một trường bắt buộc.", EN: "Lacks a required field."}
	errLacksArgument = fault.Text{VI: "Thiếu một tham số bắt buộc.", EN: "Lacks a required argument."}
	errNull          = fault.Text{VI: "Không được là null.", EN: "Must not be null."}
	errNullUsed      = fault.Text{VI: "Không được là null ở nơi dùng biến này.", EN: "Must not be null where the variable is used."}
	errNoField       = fault.Text{VI: "Không có trường này.", EN: "There is no such field."}
	errNoArgument    = fault.Text{VI: "Không có tham số này.", EN: "There is no such argument."}
	errTwice         = fault.Text{VI: "Có hai lần.", EN: "Is there twice."}
	errObject        = fault.Text{VI: "Phải là một đối tượng.", EN: "Must be an object."}
	errOneOf         = fault.Text{VI: "Phải có đúng một trường, khác null.", EN: "Must have exactly one field, and that not null."}
	errEnum          = fault.Text{VI: "Không phải là giá trị nào của kiểu liệt kê (phân biệt chữ hoa, chữ thường).", EN: "Is no value of the enum; letter case counts."}
	errInt           = fault.Text{VI: "Phải là số nguyên từ -2147483648 đến 2147483647.", EN: "Must be a whole number from -2147483648 to 2147483647."}
	errFloat         = fault.Text{VI: "Phải là một số.", EN: "Must be a number."}
	errString        = fault.Text{VI: "Phải là một chuỗi.", EN: "Must be a string."}
	errBoolean       = fault.Text{VI: "Phải là true hoặc false.", EN: "Must be true or false."}
	errID            = fault.Text{VI: "Phải là một mã định danh, tức là một chuỗi không rỗng.", EN: "Must be an id, which is a string that is not empty."}
	errScalar        = fault.Text{VI: "Giá trị không hợp lệ.", EN: "Is malformed."}
)
