package calendar

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"
)

// restored puts back what the program knows once the test is over. The tests of this file run one after the other.
func restored(t *testing.T) {
	own := known.Load()
	t.Cleanup(func() { known.Store(own) })
}

// announced is 2027 as it may be announced.
const announced = `date,kind,name
2027-01-01,off,Tết Dương lịch
2027-02-04,off,Tết Nguyên đán
2027-02-05,off,Tết Nguyên đán
2027-02-08,off,Tết Nguyên đán
2027-02-09,off,Tết Nguyên đán
2027-02-10,off,Nghỉ bù Tết Nguyên đán
2027-04-16,off,Giỗ Tổ Hùng Vương
2027-04-30,off,Ngày Chiến thắng
2027-05-03,off,Nghỉ bù Quốc tế Lao động
2027-09-02,off,Quốc khánh
2027-09-03,off,Quốc khánh
2027-12-31,swap,Hoán đổi với 18/12/2027
2027-12-18,work,Làm bù ngày 31/12/2027
`

// A year comes in with a file, without a new program: it is covered once it is complete, and another year stays as it was.
func TestAFileOfHolidays(t *testing.T) {
	restored(t)
	if Covers(2027) {
		t.Fatal("2027 is covered before it is announced")
	}
	for name, file := range map[string]string{"commas": announced, "semicolons, a mark and returns": "\ufeffsep=;\r" + strings.NewReplacer(",", ";", "\n", "\r").Replace(announced),
		"headings in Vietnamese": strings.Replace(announced, "date,kind,name", "Ngày,Loại,Tên", 1)} {
		restored(t)
		missing, err := Use([]byte(file))
		if err != nil || !Covers(2027) || !Covers(2026) || Covers(2028) || len(missing) != 1 || len(missing[2027]) != 0 {
			t.Errorf("%s: %v, %v", name, missing, err)
		}
		for day, want := range map[string]bool{"2027-02-10": false, "2027-12-31": false, "2027-12-18": true, "2027-12-11": false, "2026-02-16": false, "2028-01-25": false, "2027-02-11": true} {
			at, _ := time.ParseInLocation(time.DateOnly, day, Zone)
			if IsWorkingDay(at) != want {
				t.Errorf("%s: one works on %s: %v", name, day, !want)
			}
		}
	}
}

// A year without any one of its holidays is not covered, and what is missing is named; a swapped day stands for none.
func TestAYearThatIsCutIsNotCovered(t *testing.T) {
	lines := strings.SplitAfter(announced, "\n")
	for i, line := range lines[1:] {
		if !strings.Contains(line, ",off,") {
			continue
		}
		for name, file := range map[string]string{
			"left out": strings.Join(lines[:i+1], "") + strings.Join(lines[i+2:], ""),
			"swapped":  strings.Replace(announced, line, strings.Replace(line, ",off,", ",swap,", 1), 1),
		} {
			restored(t)
			if missing, err := Use([]byte(file)); err != nil || Covers(2027) || len(missing[2027]) != 1 {
				t.Errorf("%s %s: %v, %v", strings.TrimSpace(line), name, missing, err)
			}
		}
	}
	missing, ok := Missing(2027)
	if got := fmt.Sprint(missing, ok); !strings.Contains(got, "of") {
		t.Errorf("got %s", got)
	}
	if names, ok := Missing(2031); ok || names != nil {
		t.Errorf("2031: %v, %v", names, ok)
	}
}

// A file with anything wrong in it is refused with its line, and changes nothing.
func TestAWrongFileOfHolidaysChangesNothing(t *testing.T) {
	restored(t)
	before := maps.Clone(known.Load().works)
	for file, want := range map[string]string{
		announced + "2027-02-05,off,Tết\n":   "line 15: 2027-02-05 is in line 4 already",
		announced + "05/02/2027,off,Tết\n":   `line 15: "05/02/2027" is not a day such as 2027-02-05`,
		announced + "2027-02-30,off,Tết\n":   `line 15: "2027-02-30" is not a day such as 2027-02-05`,
		announced + "46423,off,Tết\n":        `line 15: "46423" is not a day such as 2027-02-05`,
		announced + "2027-03-08,nghỉ,8/3\n":  `line 15: the kind "nghỉ" is not off, swap or work`,
		announced + "2027-03-06,off,Thứ 7\n": "line 15: 2027-03-06 is a Saturday, which off does not go with",
		announced + "2027-03-08,work,Bù\n":   "line 15: 2027-03-08 is a Monday, which work does not go with",
		announced + "2027-03-08,off,\n":      "line 15: 2027-03-08 has no name",
		announced + "2027-03-08\n":           `line 15: the kind "" is not off, swap or work`,
		announced + "2027-03-08,off,T\xea\n": "line 15",
		announced + "2027-03-08,off,\"T\n":   "quotes",
		"date,kind\n2027-02-05,off\n":        "want the columns date, kind and name",
		"date,kind,name\n":                   "there are no days in it",
		"":                                   "empty",
	} {
		if _, err := Use([]byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", file[max(0, len(file)-30):], err, want)
		}
		if !maps.Equal(known.Load().works, before) {
			t.Fatalf("%q changed something", file)
		}
	}
}

// The announced years that the program brings are complete.
func TestBuiltInYears(t *testing.T) {
	for _, year := range []int{2018, 2024, 2025, 2026} {
		if missing, ok := Missing(year); !ok || len(missing) > 0 {
			t.Errorf("%d: %v", year, missing)
		}
	}
}
