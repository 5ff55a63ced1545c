package demo

import (
	"context"
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/base/card"
	"ttyt.example/ttyt/internal/base/colour"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
)

// poster is a picture of the library, which the program draws.
type poster struct {
	title, caption string
	colour         colour.RGB
}

var posters = []poster{
	{"Lịch tiêm chủng mở rộng tháng này", "Tiêm vào thứ Ba và thứ Năm hằng tuần tại các trạm y tế xã.", colour.RGB{0x00, 0x69, 0x5c}},
	{"Rửa tay đúng cách, phòng bệnh tay chân miệng", "Tờ rơi phát tại các trường mầm non.", colour.RGB{0x1a, 0x5f, 0xa8}},
	{"Diệt loăng quăng, phòng sốt xuất huyết", "Chiến dịch vệ sinh môi trường đợt 2.", colour.RGB{0xb3, 0x26, 0x1e}},
	{"Hiến máu tình nguyện tại Trung tâm", "", colour.RGB{0x8a, 0x3f, 0x00}},
}

// covers are what posts show, by their keys. They only decorate, so that readers who do not see them miss nothing.
var covers = map[string]colour.RGB{
	"ra-quan-diet-bo-gay": {0xb3, 0x26, 0x1e}, "lich-tiem-chung": {0x00, 0x69, 0x5c}, "kham-mam-non": {0x1a, 0x5f, 0xa8}, "sot-xuat-huyet": {0x8a, 0x3f, 0x00},
	"tay-chan-mieng": {0x5b, 0x3b, 0x8c},
}

// forms are texts that readers download with posts, by the keys of those.
var forms = map[string][2]string{
	"lich-tiem-chung": {"Phiếu sàng lọc trước tiêm chủng.txt", "PHIẾU SÀNG LỌC TRƯỚC TIÊM CHỦNG\n\nHọ tên trẻ:\nNgày sinh:\n1. Trẻ có sốt, ho không?\n2. Trẻ từng phản ứng nặng sau tiêm không?\n3. Trẻ đang dùng thuốc gì không?\n"},
	"ngay-hien-mau":   {"Điều cần biết trước khi hiến máu.txt", "Ngủ đủ giấc, ăn nhẹ, không uống rượu bia trước khi hiến máu.\nMang theo giấy tờ tùy thân.\n"},
}

// shown uploads what a post shows, shortly before it is written.
func (f *filler) shown(x *text, at time.Time) (steps []step) {
	upload := func(kind, name string, content func() ([]byte, error)) {
		key := kind + ":" + x.key
		steps = append(steps, step{name: key, by: x.author, at: at, do: func(ctx context.Context) (db.ID, error) {
			made, err := content()
			if err != nil {
				return db.ID{}, err
			}
			file, err := f.uploaded(ctx, key, name, made)
			if err == nil {
				err = f.Media.Measure(ctx)
			}
			return file, err
		}})
	}
	if c, ok := covers[x.key]; ok {
		upload("cover", "anh-bia-"+x.key+".jpg", func() ([]byte, error) { return scene(c, float64(len(x.key))) })
	}
	if form, ok := forms[x.key]; ok {
		upload("form", form[0], func() ([]byte, error) { return []byte(form[1]), nil })
	}
	return steps
}

// attach has a post show what was uploaded for it, unless it waits for a scanner.
func (f *filler) attach(ctx context.Context, x *text, in *post.CreateInput) error {
	decorates := true
	for _, kind := range []string{"cover", "form"} {
		key, ok := f.made[kind+":"+x.key]
		if !ok {
			continue
		}
		file, err := f.Media.Get(ctx, db.GlobalID("media", key))
		if err != nil {
			return err
		}
		switch {
		case kind == "form" && f.Media.Path(file) != nil:
			in.Attachments = []*media.AttachmentInput{{File: file.ID()}}
		case kind == "cover" && f.Media.PictureOf(file) != nil:
			in.SetCover(&media.AttachmentInput{File: file.ID(), Decorative: &decorates})
		}
	}
	return nil
}

// media fills the library as the website section would: posters, of which the last is not described yet, and a list.
func (f *filler) media() []step {
	var steps []step
	for i, p := range posters {
		at := f.day(20 - 4*i).Add(time.Hour)
		name := fmt.Sprintf("media:poster-%d", i+1)
		steps = append(steps, step{name: name, by: "bientap", at: at, do: func(ctx context.Context) (db.ID, error) {
			content, err := card.Card{Name: units[0].name, Initials: "TTYT", Title: p.title, Colour: p.colour}.PNG(ctx)
			if err != nil {
				return db.ID{}, err
			}
			return f.uploaded(ctx, name, p.title+".png", content)
		}})
		if p.caption == "" {
			continue
		}
		steps = append(steps, step{name: name + ":words", by: "bientap", at: at.Add(5 * time.Minute), do: func(ctx context.Context) (db.ID, error) {
			file, err := f.Media.Get(ctx, f.id("media", name))
			if err != nil {
				return db.ID{}, err
			}
			alt, credit, licence := "Áp phích: "+p.title, "Tổ Truyền thông", "Ảnh của Trung tâm"
			file, err = f.Media.Describe(ctx, media.DescribeInput{ID: file.ID(), ExpectedVersion: file.Version, Alt: &alt, Caption: &p.caption, Credit: &credit, Licence: &licence})
			if err != nil {
				return db.ID{}, err
			}
			return file.Key, nil
		}})
	}
	return append(steps, step{name: "media:phones", by: "nhanvien", at: f.day(10).Add(2 * time.Hour), do: func(ctx context.Context) (db.ID, error) {
		return f.uploaded(ctx, "media:phones", "Số máy lẻ trực tháng này.txt", []byte("Khoa Cấp cứu: 115\nKhoa Nội: 121\nKhoa Nhi: 124\n"))
	}})
}

func (f *filler) uploaded(ctx context.Context, step, name string, content []byte) (db.ID, error) {
	file, err := f.Media.Upload(ctx, media.UploadInput{File: input.File{Name: name, Content: content}, IdempotencyKey: step})
	if err != nil {
		return db.ID{}, err
	}
	return file.Key, nil
}
