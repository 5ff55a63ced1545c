package walk

import (
	"fmt"
	"time"
)

func init() {
	*posts = kind{
		name:  "post",
		types: []string{"Post"},
		shown: "... on Post { version audience publication working scheduledAt expiresAt audience pinned workingCopy { audience } approval { id version state step } revisions(first: 3) { nodes { id } }" + offered + " }",
		state: postState,
		over: func(v view) bool {
			return v.str("working") == "NONE" && (v.str("publication") == "PUBLISHED" || v.str("publication") == "ARCHIVED")
		},
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				if w.rng.IntN(3) == 0 {
					return &call{field: "updatePost", input: on(v, "audience", pick(w, audiences)), values: []string{"INVALID"}}
				}
				// An edit at the Board's step may make more of a correction than one.
				edit := &call{field: "updatePost", input: on(v, "title", fmt.Sprintf("Bài sửa %d.", w.next())), values: []string{"INVALID"}}
				if w.rng.IntN(2) == 0 {
					edit.input["title"] = pick(w, []string{"Bài sửa chính tả", "Bài sửa lỗi gõ"})
				}
				return edit
			},
			"SUBMIT": func(w *walk, _ *person, v view) *call {
				input := on(v, "privacy", pick(w, []string{"NO_PATIENT", "ANONYMISED", "CONSENT"}), "privacyNote", "Tủ hồ sơ số 3")
				if v.str("publication") == "PUBLISHED" && w.rng.IntN(2) == 0 {
					input["correction"] = true // whether it is one, the difference says
				}
				return &call{field: "submitPost", input: input}
			},
			"RESTORE": func(w *walk, _ *person, v view) *call {
				all := v.list("revisions.nodes")
				if len(all) == 0 {
					return nil
				}
				return &call{field: "restoreRevision", input: on(v, "revision", pick(w, all).str("id")), values: []string{"INVALID"}}
			},
			"WITHDRAW": simple("withdrawPost", "reason", "Cần sửa."),
			"APPROVE":  verdict("APPROVE", "approval"),
			"RETURN":   verdict("RETURN", "approval"),
			"REJECT":   verdict("REJECT", "approval"),
			"HOLD":     simple("holdPost", "reason", "Chờ ảnh."),
			"RELEASE":  simple("releasePost"),
			"REVOKE":   simple("revokeConsent", "reason", "Có sai sót."),
			"PUBLISH": func(w *walk, _ *person, v view) *call {
				input := on(v)
				if v.str("audience") == "PUBLIC" && v.str("workingCopy.audience") != "PUBLIC" || w.rng.IntN(4) == 0 {
					input["reason"] = "Thông tin đã cũ." // it may take the post off the public site
				}
				return &call{field: "publishPost", input: removal(w, w.Clock.Now(), input)}
			},
			"SCHEDULE": func(w *walk, _ *person, v view) *call {
				at := w.Clock.Now().Add(time.Duration(1+w.rng.IntN(20*24)) * time.Hour)
				c := &call{field: "schedulePost", input: removal(w, at, on(v, "publishAt", at))}
				if v.str("expiresAt") != "" { // left out it stays, and may come before the publication
					c.values = []string{"INVALID"}
				}
				return c
			},
			"CANCEL_SCHEDULE": simple("cancelSchedule"),
			"CHANGE_SLUG": func(w *walk, _ *person, v view) *call {
				return &call{field: "changeSlug", input: on(v, "slug", fmt.Sprintf("duong-dan-%d", w.next()))}
			},
			"UNPUBLISH": simple("unpublishPost", "reason", "Hết hạn."),
			"ARCHIVE":   simple("archivePost", "reason", "Cũ."),
			"PIN": func(_ *walk, _ *person, v view) *call {
				return &call{field: "pinPost", input: on(v, "pinned", !v.yes("pinned"))}
			},
			"DELETE": simple("deletePost"),
		},
		ends: func(v view) [2][]string {
			switch {
			case v.str("working") == "DRAFT":
				return [2][]string{{"DELETE", "SUBMIT"}}
			case v.str("working") == "IN_REVIEW":
				return [2][]string{{"APPROVE"}, {"WITHDRAW"}}
			case v.str("working") == "APPROVED":
				return [2][]string{{"RELEASE", "PUBLISH"}, {"REVOKE", "WITHDRAW"}}
			}
			return [2][]string{{"ARCHIVE"}}
		},
		begin: beginPost,
	}
}

// removal sets a time of removal after the publication, takes it away, or leaves it as it is.
func removal(w *walk, after time.Time, input map[string]any) map[string]any {
	switch w.rng.IntN(4) {
	case 0:
		input["unpublishAt"] = after.Add(time.Duration(1+w.rng.IntN(40)) * 24 * time.Hour)
	case 1:
		input["unpublishAt"] = nil
	}
	return input
}

var audiences = []string{"PUBLIC", "PUBLIC", "INTERNAL", "DEPARTMENT"}

func postState(v view) string {
	working := v.str("working")
	if working == "" {
		return unseen
	}
	if working == "IN_REVIEW" && v.str("approval.step") != "" {
		working += " at " + v.str("approval.step")
	}
	if p := v.str("publication"); p != "NONE" {
		return working + ", " + p
	}
	return working
}

// beginPost has somebody write something for their department.
func beginPost(w *walk) {
	p, n := pick(w, w.active()), w.next()
	input := map[string]any{"department": p.home.id, "title": fmt.Sprintf("Bài số %d", n), "audience": pick(w, audiences)}
	switch kind := pick(w, []string{"NEWS_ARTICLE", "NEWS_ARTICLE", "ANNOUNCEMENT", "HEALTH_GUIDE", "RECRUITMENT_NOTICE", "TENDER_NOTICE", "PAGE", "DEPARTMENT_PAGE", "STAFF_PROFILE"}); kind {
	case "STAFF_PROFILE":
		input["type"], input["person"] = kind, pick(w, w.active()).id
	case "ANNOUNCEMENT":
		input["type"], input["content"] = kind, map[string]any{"announcement": map[string]any{"urgent": w.rng.IntN(2) == 0}}
	case "HEALTH_GUIDE":
		input["type"], input["content"] = kind, map[string]any{"healthGuide": map[string]any{"urgent": w.rng.IntN(3) == 0, "diseases": []string{"Sởi"}}}
	case "RECRUITMENT_NOTICE":
		input["type"], input["content"] = kind, map[string]any{"recruitmentNotice": map[string]any{
			"positions": []any{map[string]any{"position": "Bác sĩ"}}, "applicationDeadline": w.Clock.Now().AddDate(0, 1, 0)}}
	case "TENDER_NOTICE":
		input["type"], input["content"] = kind, map[string]any{"tenderNotice": map[string]any{"packageNumber": fmt.Sprint(n), "packageName": "Hóa chất",
			"procurementForm": "OPEN_BIDDING", "submissionDeadline": w.Clock.Now().AddDate(0, 1, 0)}}
	default:
		input["type"] = kind
	}
	if input["type"] != "STAFF_PROFILE" {
		input["body"] = fmt.Sprintf("<p>Nội dung %d.</p>", n)
	}
	if t := pick(w, w.tools); t != nil && w.rng.IntN(4) == 0 {
		w.draft(t, input)
		return
	}
	w.start(p, posts, &call{field: "createPost", input: input}, "post")
}
