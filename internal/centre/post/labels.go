package post

import (
	"fmt"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
)

// manner is how a diff shows a field.
type manner int

const (
	asIs  manner = iota // its values
	day                 // a date
	prose               // a text, word by word too
	rich                // HTML, word by word too
)

// show are the values as a reader reads them.
func (m manner) show(values []string) []string {
	shown := make([]string, len(values))
	for i, v := range values {
		switch m {
		case rich:
			v = textOf(richtext.Parse(v).Pieces())
		case day:
			v, _, _ = strings.Cut(v, "T")
		}
		shown[i] = v
	}
	return shown
}

// pieces are those of a text.
func (m manner) pieces(values []string) (pieces []richtext.Piece) {
	for _, v := range values {
		if m == rich {
			pieces = append(pieces, richtext.Parse(v).Pieces()...)
			continue
		}
		pieces = append(pieces, richtext.Cut(v)...)
	}
	return pieces
}

// label is how a reader knows a field. A %d in it is the number of an item of a list.
type label struct {
	vi, en string
	shown  manner
}

// labels name all that the hash covers but title, summary and body. A star stands for the number of an item.
var labels = map[string]label{
	"type":            {vi: "Loại bài viết", en: "Type"},
	"department":      {vi: "Đơn vị sở hữu", en: "Owning department"},
	"person":          {vi: "Cán bộ được giới thiệu", en: "Person"},
	"byline":          {vi: "Người viết ghi trên bài", en: "Byline", shown: prose},
	"audience":        {vi: "Đối tượng xem", en: "Audience"},
	"categories":      {vi: "Chuyên mục", en: "Categories"},
	"tags":            {vi: "Thẻ", en: "Tags"},
	"seo.title":       {vi: "Tiêu đề khi tìm kiếm", en: "Title for search engines", shown: prose},
	"seo.description": {vi: "Mô tả khi tìm kiếm", en: "Description for search engines", shown: prose},
	"origin.postedAt": {vi: "Thời điểm đăng trên trang cũ", en: "Posted on the older site at"},
	"origin.postedBy": {vi: "Người đăng trên trang cũ", en: "Posted on the older site by"},

	"content.announcement":        {vi: "Phần riêng của thông báo", en: "What an announcement adds"},
	"content.announcement.urgent": {vi: "Khẩn", en: "Urgent"},

	"content.healthGuide":             {vi: "Phần riêng của hướng dẫn sức khỏe", en: "What a health guide adds"},
	"content.healthGuide.urgent":      {vi: "Khẩn", en: "Urgent"},
	"content.healthGuide.diseases":    {vi: "Bệnh", en: "Diseases"},
	"content.healthGuide.topics":      {vi: "Chủ đề", en: "Topics"},
	"content.healthGuide.reviewDueOn": {vi: "Hạn rà soát", en: "Review due on", shown: day},

	"content.recruitmentNotice":                          {vi: "Phần riêng của thông báo tuyển dụng", en: "What a recruitment notice adds"},
	"content.recruitmentNotice.positions.*":              {vi: "Vị trí tuyển dụng %d", en: "Vacancy %d"},
	"content.recruitmentNotice.positions.*.position":     {vi: "Vị trí tuyển dụng %d: tên", en: "Vacancy %d: position", shown: prose},
	"content.recruitmentNotice.positions.*.number":       {vi: "Vị trí tuyển dụng %d: số lượng", en: "Vacancy %d: number"},
	"content.recruitmentNotice.positions.*.requirements": {vi: "Vị trí tuyển dụng %d: yêu cầu", en: "Vacancy %d: requirements", shown: prose},
	"content.recruitmentNotice.applicationDeadline":      {vi: "Hạn nộp hồ sơ", en: "Application deadline"},
	"content.recruitmentNotice.contact":                  {vi: "Liên hệ", en: "Contact", shown: prose},

	"content.tenderNotice":                    {vi: "Phần riêng của thông báo mời thầu", en: "What a tender notice adds"},
	"content.tenderNotice.packageNumber":      {vi: "Số hiệu gói thầu", en: "Package number", shown: prose},
	"content.tenderNotice.packageName":        {vi: "Tên gói thầu", en: "Package name", shown: prose},
	"content.tenderNotice.procurementForm":    {vi: "Hình thức lựa chọn nhà thầu", en: "Form of procurement"},
	"content.tenderNotice.issuedOn":           {vi: "Ngày phát hành", en: "Issued on", shown: day},
	"content.tenderNotice.submissionDeadline": {vi: "Hạn nộp hồ sơ dự thầu", en: "Submission deadline"},
	"content.tenderNotice.openingAt":          {vi: "Thời điểm mở thầu", en: "Opening at"},
	"content.tenderNotice.estimatedValue":     {vi: "Giá gói thầu (đồng)", en: "Estimated value (VND)"},

	"content.departmentPage":           {vi: "Phần riêng của trang đơn vị", en: "What a department page adds"},
	"content.departmentPage.functions": {vi: "Chức năng", en: "Functions", shown: rich},
	"content.departmentPage.duties":    {vi: "Nhiệm vụ", en: "Duties", shown: rich},
	"content.departmentPage.processes": {vi: "Quy trình", en: "Processes", shown: rich},
	"content.departmentPage.contact":   {vi: "Liên hệ", en: "Contact", shown: prose},

	"content.staffProfile":                   {vi: "Phần riêng của trang cá nhân", en: "What a staff profile adds"},
	"content.staffProfile.professionalTitle": {vi: "Chức danh nghề nghiệp", en: "Professional title", shown: prose},
	"content.staffProfile.specialties":       {vi: "Chuyên môn", en: "Specialties"},
}

// labelOf returns how a reader knows the field, and how it is shown. A field without a label goes by its own name.
func labelOf(name string) (fault.Text, manner) {
	parts, number := strings.Split(name, "."), 0
	for i, part := range parts {
		if n, err := strconv.Atoi(part); err == nil {
			parts[i], number = "*", n+1
		}
	}
	l, known := labels[strings.Join(parts, ".")]
	switch {
	case !known:
		return fault.Text{VI: name, EN: name}, asIs
	case number > 0:
		return fault.Text{VI: fmt.Sprintf(l.vi, number), EN: fmt.Sprintf(l.en, number)}, l.shown
	}
	return fault.Text{VI: l.vi, EN: l.en}, l.shown
}
