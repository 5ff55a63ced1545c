package privacy_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/privacy"
	"ttyt.example/ttyt/internal/base/text"
)

func scan(t testing.TB, s string) []privacy.Finding {
	t.Helper()
	found, err := privacy.Scan(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestScanFinds(t *testing.T) {
	const (
		id        = privacy.IdentityNumber
		insurance = privacy.InsuranceNumber
		phone     = privacy.PhoneNumber
		birth     = privacy.BirthDate
	)
	for _, c := range []struct {
		in      string
		kind    privacy.Kind
		data    string
		excerpt string
	}{
		{"Bệnh nhân có CCCD số 022085001234, trú tại xã Quảng Minh", id, "022085001234", "022••••••234"},
		{"Căn cước công dân: 022 085 001 234.", id, "022 085 001 234", "022 ••• ••• 234"},
		{"022301004567", id, "022301004567", "022••••••567"},
		{"số định danh cá nhân 122085001234", id, "122085001234", "122••••••234"},
		{"CMND 100123456 do Công an Quảng Ninh cấp", id, "100123456", "10•••••56"},
		{"chứng minh nhân dân số 900 123 456", id, "900 123 456", "90• ••• •56"},
		{"Thẻ BHYT: DN4222212345678", insurance, "DN4222212345678", "DN422•••••••678"},
		{"mã thẻ GD 4 22 22 123 45678, hạn 31/12/2026", insurance, "GD 4 22 22 123 45678", "GD 4 22 •• ••• ••678"},
		{"te1.22.22.001.34567", insurance, "te1.22.22.001.34567", "te1.22.••.•••.••567"},
		{"Liên hệ chị Lan 0912345678 (giờ hành chính)", phone, "0912345678", "09••••••78"},
		{"ĐT.0987.654.321", phone, "0987.654.321", "09••.•••.•21"},
		{"gọi +84 36 123 4567 nhé", phone, "+84 36 123 4567", "+84 •• ••• ••67"},
		{"(+84)912-345-678", phone, "(+84)912-345-678", "(+84)•••-•••-•78"},
		{"0084912345678", phone, "0084912345678", "008•••••••678"},
		{"Đường dây nóng: 0203 3879 115.", phone, "0203 3879 115", "02•• •••• •15"},
		{"Trực ban (0203) 3.879.115", phone, "(0203) 3.879.115", "(02••) •.•••.•15"},
		{"https://zalo.me/0912345678", phone, "0912345678", "09••••••78"},
		{"0912345678-Bs Hà", phone, "0912345678", "09••••••78"},
		{"Ông Nguyễn Văn A, sinh ngày 05/03/1985", birth, "05/03/1985", "05/••/••85"},
		{"Ngày sinh: 5-3-1985", birth, "5-3-1985", "5-•-•••5"},
		{"Ngày, tháng, năm sinh: 05.03.1985", birth, "05.03.1985", "05.••.••85"},
		{"Ngày sinh (ngày/tháng/năm): 05/03/2019", birth, "05/03/2019", "05/••/••19"},
		{"bé gái sinh ngày 5 tháng 3 năm 2019 tại Trung tâm", birth, "5 tháng 3 năm 2019", "5 tháng • năm •••9"},
		{"SINH NĂM: 05/03/1985", birth, "05/03/1985", "05/••/••85"},
		{"Trần Văn B, sinh 01.02.1975", birth, "01.02.1975", "01.••.••75"},
		{"bệnh nhân nữ, sinh: 01/02/1975", birth, "01/02/1975", "01/••/••75"},
		{"NS: 1/2/75", birth, "1/2/75", "1/•/•5"},
		{"(n.s 01-02-1975)", birth, "01-02-1975", "01-••-••75"},
		{"sinh ngày 01-02-1975", birth, "01-02-1975", "01-••-••75"},
		{"sinh ngày 1/2/75,", birth, "1/2/75", "1/•/•5"},
		{"Nguyễn Văn C (s. 1975)", birth, "1975", "1••5"},
		{"S. 01/02/1975", birth, "01/02/1975", "01/••/••75"},
		{"sinh\u202f01.02.1975", birth, "01.02.1975", "01.••.••75"},
		{"CCCD 022\u202f085\u202f001\u202f234", id, "022\u202f085\u202f001\u202f234", "022\u202f•••\u202f•••\u202f234"},
		{"CCCD 022-085-001-234", id, "022-085-001-234", "022-•••-•••-234"},
		{"0220\u20098500\u20091234", id, "0220\u20098500\u20091234", "022•\u2009••••\u2009•234"},
		{"0912\u200d345\u200d678", phone, "0912\u200d345\u200d678", "09••\u200d•••\u200d•78"},
		{"0912\u00a0345\u00a0678", phone, "0912\u00a0345\u00a0678", "09••\u00a0•••\u00a0•78"},
		{"0912\u2060345\ufeff678", phone, "0912345678", "09••••••78"},
		{"thẻ DN\u20094222212345678", insurance, "DN\u20094222212345678", "DN\u2009422•••••••678"},
		{"CMND 100.123.456", id, "100.123.456", "10•.•••.•56"},
		{"Ha\u0309i, CCCD 022085001234", id, "022085001234", "022••••••234"},
		{"CCCD 0220\u200b8500\u200b1234", id, "022085001234", "022••••••234"},
	} {
		t.Run(c.in, func(t *testing.T) {
			got := scan(t, c.in)
			if len(got) != 1 {
				t.Fatalf("found %v, want one %s", got, c.kind)
			}
			f := got[0]
			if data := text.NFC(c.in)[f.Start:f.End]; f.Kind != c.kind || data != c.data || f.Excerpt != c.excerpt {
				t.Errorf("found %s %q as %q, want %s %q as %q", f.Kind, data, f.Excerpt, c.kind, c.data, c.excerpt)
			}
		})
	}
}

func TestScanLeavesOtherNumbersAlone(t *testing.T) {
	for _, s := range []string{
		"",
		"Gói thầu SX-2026/15: mua sắm hóa chất xét nghiệm",
		"Giá gói thầu: 1.250.000.000 đồng",
		"Dự toán 125000000 đồng, bảo đảm dự thầu 250.000.000 VNĐ",
		"tổng số 102345678 liều",
		"Quyết định số 125/QĐ-TTYT ngày 12/03/2026",
		"Kế hoạch số 012345678/KH-TTYT",
		"Thông báo mời thầu IB2500123456-00",
		"Khám sức khỏe từ 05/03/2026 đến 15/03/2026, sáng 7h30-11h30",
		"Mã bưu chính 01234, 200000",
		"Tổng vệ sinh ngày 15/06/2026 tại các trạm y tế",
		"Sơ sinh ngày 15/06/2026, học sinh ngày 05/09/2026, phát sinh năm 01/01/2026",
		"Xét nghiệm vi sinh ngày 12/05/2026, tuyển sinh ngày 05/06/2026",
		"Ngày sinh hoạt chuyên môn: 12/03/2026",
		"Kỷ niệm Ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890)",
		"bệnh nhân nữ, sinh năm 1985",
		"Người bệnh sinh năm 1985, vào viện ngày 12/03/2026",
		"Sinh ngày 45/13/1985",
		"Thực tập sinh 01/07/2026, nghiên cứu sinh: 01/07/2026, vệ sinh 15/06/2026, học sinh: 05/09/2026",
		"U.S. 1975, news. 1975, các khoa. 2019",
		"NS 2026 (ngân sách), s 1975",
		"Mã số thuế: 0312345678",
		"Số tài khoản 112345678 tại Kho bạc",
		"https://example.vn/tin?id=100123456",
		"www.facebook.com/100064123456789",
		"Mã hồ sơ 2026-000123456789",
		"Năm 2024 2025 2026 có 120 340 560 lượt khám",
		"3.879.115 lượt",
		"Cấp cứu 115, hỗ trợ 1900 9095",
	} {
		if got := scan(t, s); got != nil {
			t.Errorf("%q: found %v", s, got)
		}
	}
}

func TestScanKeepsTheOrderOfTheText(t *testing.T) {
	in := "Chị B, ngày sinh 05/03/1985, ĐT 0912 345 678 / 0203.3879.115 - 0987654321, CCCD 022085001234, thẻ DN4222212345678."
	want := []privacy.Kind{privacy.BirthDate, privacy.PhoneNumber, privacy.PhoneNumber, privacy.PhoneNumber, privacy.IdentityNumber, privacy.InsuranceNumber}
	var got []privacy.Kind
	for _, f := range scan(t, in) {
		got = append(got, f.Kind)
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func digits(s string) int {
	return len(strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s))
}

// A list of telephone numbers is warned of, not listed in full.
func TestScanStopsAtEnough(t *testing.T) {
	if got := scan(t, strings.Repeat("0912345678, ", 1000)); len(got) != privacy.Most || got[0].Start != 0 || got[1].Start != 12 {
		t.Errorf("found %d", len(got))
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"CCCD 022085001234, ĐT (0203) 3879.115/0912 345 678",
		"sinh ngày 5 tháng 3 năm 2019, DN4222212345678, 100123456",
		"+84 (0) 912.345.678 1.250.000.000 đồng",
		"\xffsinh\u0301 0912345678\u0338",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		nfc := text.NFC(s)
		end := 0
		for _, found := range scan(t, s) {
			if found.Start < end || found.End <= found.Start || found.End > len(nfc) {
				t.Fatalf("%q: %v overlaps or is out of range", s, found)
			}
			end = found.End
			data := nfc[found.Start:found.End]
			if !utf8.ValidString(data) || digits(found.Excerpt)*2 > digits(data) {
				t.Errorf("%q: %q is shown as %q", s, data, found.Excerpt)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	for name, in := range map[string]string{
		"report": strings.Repeat("Ngày 12/03/2026, Trung tâm Y tế tổ chức khám cho 1.250 lượt người; liên hệ 0203 3879 115. ", 2000),
		"digits": strings.Repeat("0", 200_000),
		"phones": strings.Repeat("0912345678, ", 16_000),
		"births": strings.Repeat("sinh ngày ", 18_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				scan(b, in)
			}
		})
	}
}
