package textfile_test

import (
	"testing"

	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/base/textfile"
)

// Formulas are written as people who write Markdown do, and pictures name files of the media library.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a ![Rửa tay](/media/AB) b": `<p>a</p><figure><img src="/media/AB" alt="Rửa tay"/></figure><p>b</p>`,
		"[Mẫu](/media/AB/mau.pdf)":  `<p><a href="/media/AB">Mẫu</a></p>`,
		"![x](https://a.vn/x.png)":  "",
		"H~2~O":                     "<p>H<sub>2</sub>O</p>",
		"x^2^ + y^10^":              "<p>x<sup>2</sup> + y<sup>10</sup></p>",
		"SpO~2~ dưới 92%":           "<p>SpO<sub>2</sub> dưới 92%</p>",
		"10^9^/L":                   "<p>10<sup>9</sup>/L</p>",
		"~~bỏ~~":                    "<p><s>bỏ</s></p>",
		"~~bỏ H~2~O~~":              "<p><s>bỏ H<sub>2</sub>O</s></p>",
		"khoảng ~ 5 đến ~ 7":        "<p>khoảng ~ 5 đến ~ 7</p>",
		`a\~b\~c và 2\^3\^`:         "<p>a~b~c và 2^3^</p>",
		"`H~2~O`":                   "<p><code>H~2~O</code></p>",
		"**Ca^2+^**":                "<p><strong>Ca<sup>2+</sup></strong></p>",
		"| a |\n|---|\n| m^2^ |":    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>m<sup>2</sup></td></tr></tbody></table>",
	} {
		d, err := textfile.Parse("a.md", []byte("# T\n\n"+in))
		if err != nil {
			t.Fatal(err)
		}
		if got := richtext.Parse(d.HTML).HTML(); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}
