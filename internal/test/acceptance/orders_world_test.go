package acceptance

import (
	"fmt"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// sortable is a centre in which every list has some rows, many of which have the same value, or none, in each column.
type sortable struct {
	*world
	reader              *client // of IT, personnel and the Board: sees every list whole
	me, round, imported db.ID
	departments, people []db.ID
	assets, requests    []db.ID
}

// rowsEach is how many rows a list has.
const rowsEach = 11

// namesake is a person's; two or so have each name.
func namesake(i int) string {
	return []string{"Trần Thị Ấm", "Lê Văn Đá", "Nguyễn An", "Đỗ Ân", "Phạm Da", "Vũ Ẩm"}[i%6]
}

// rowKey is the id of a row of a table. Rows do not come in the order of their ids.
func rowKey(table byte, i int) db.ID { return db.ID{table, 1, byte(i * 7 % rowsEach), byte(i)} }

func newSortable(t *testing.T, w *world) *sortable {
	t.Helper()
	s := &sortable{world: w}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	for _, code := range []string{"NOI", "KB", "DUOC"} {
		s.departments = append(s.departments, w.Department(t, "CLINICAL", code, root))
	}
	s.reader, s.me = w.person(t, root, "reader", access.IT, access.Personnel, access.Director)
	fill := func(table string, row func(i int) kit.Row) (keys []db.ID) {
		for i := range rowsEach {
			r := row(i)
			if _, ok := r["id"]; !ok {
				r["id"] = rowKey(byte(len(table))+table[0]+table[len(table)/2], i)
			}
			keys = append(keys, r["id"].(db.ID))
			w.Insert(t.Context(), t, table, r)
		}
		return keys
	}
	start := w.Clock.Now().Truncate(time.Hour)
	at := func(i, of int) db.Time { return db.At(start.Add(time.Duration(i%of) * time.Hour)) }
	unless := func(none bool, v any) any { // NULL for some
		if none {
			return nil
		}
		return v
	}
	one := func(i int, values ...string) string { return values[i%len(values)] }
	department := func(i int) db.ID { return s.departments[i%3] }

	s.people = fill("staff", func(i int) kit.Row {
		return kit.Row{"code": fmt.Sprintf("NV%02d", 30-i), "name": namesake(i), "sort_name": text.SortName(namesake(i), 120), "department_id": department(i), "employment": "CONTRACT",
			"state": one(i, "ACTIVE", "ON_LEAVE"), "started_on": one(i, "2020-01-01", "2019-05-05", "2021-01-01"), "ends_on": unless(i%3 == 0, one(i, "2030-01-01", "2031-01-01")), "created_at": at(i, 4), "version": 1}
	})
	s.assets = fill("assets", func(i int) kit.Row {
		return kit.Row{"code": fmt.Sprintf("TS-%02d", 40-i), "name": namesake(i), "sort_name": text.SortKey(namesake(i), 240), "kind": one(i, "WORKSTATION", "SERVER", "WEBSITE"), "state": "IN_USE", "department_id": department(i), "version": 1,
			"purchased_on": unless(i%2 == 0, one(i, "2020-01-05", "2021-01-05", "2022-02-02")), "warranty_until": unless(i%3 == 1, one(i, "2024-01-05", "2025-01-05")),
			"created_at": db.At(start.AddDate(-2, 0, 0)), "updated_at": at(i, 3)}
	})
	for i, a := range s.assets {
		if i%3 != 2 {
			long := db.At(start.AddDate(-1, 0, i%4))
			w.Insert(t.Context(), t, "asset_protections", kit.Row{"asset_id": a, "last_scan_at": long, "last_patch_at": unless(i%2 == 0, long), "signatures_at": unless(i%4 == 0, long)})
		}
	}
	incidents := fill("incidents", func(i int) kit.Row {
		return kit.Row{"category": one(i, "HARDWARE", "NETWORK", "SECURITY"), "queue": one(i, "IT", "WEBSITE"), "title": "x", "department_id": department(i), "priority": one(i, "LOW", "MEDIUM", "HIGH", "CRITICAL"), "impact": "LOW", "urgency": "LOW",
			"state": one(i, "NEW", "RESOLVED", "CLOSED"), "live": 1, "assignee_id": unless(i%3 == 0, s.people[i]), "due_at": at(i, 3), "created_at": at(i, 4), "updated_at": at(i, 5), "version": 1,
			"started_at": at(i, 4), "response_due_at": at(i, 3), "resolution_due_at": at(i, 3), "resolved_at": unless(i%2 == 0, at(i, 3)), "closed_at": unless(i%3 == 0, at(i, 4))}
	})
	fill("infections", func(i int) kit.Row {
		return kit.Row{"asset_id": s.assets[i], "incident_id": incidents[i], "origin": "REPORT", "stage": one(i, "CLEANED", "RECONNECTED", "SUSPECTED", "ISOLATED", "RESCANNED", "WRITTEN_OFF"), "state_before": "IN_USE", "outcome": one(i, "", "CLEARED"), "version": 1,
			"suspected_at": at(i, 4), "isolated_at": unless(i%2 == 0, at(i, 3)), "cleaned_at": unless(i%3 == 0, at(i, 4)), "reconnected_at": unless(i%4 == 0, at(i, 2)), "decide_by": unless(i%3 != 0, at(i, 2)), "updated_at": at(i, 4)}
	})
	fill("scans", func(i int) kit.Row {
		return kit.Row{"asset_id": s.assets[i%4], "kind": one(i, "VIRUS_SCAN", "PATCH_RUN"), "result": one(i, "CLEAN", "DONE", "FAILED"), "made_at": at(i, 3), "recorded_at": at(i, 4)}
	})
	s.requests = fill("change_requests", func(i int) kit.Row {
		return kit.Row{"kind": one(i, "REPAIR", "INSTALL", "CONNECT"), "state": one(i, "EXECUTED", "REJECTED"), "asset_id": s.assets[i%4], "department_id": department(i), "requester_id": s.people[i%3], "title": "x", "reason": "x", "risk": one(i, "", "LOW", "HIGH", "MEDIUM"),
			"cost": i % 3 * 1000, "wanted": "{}", "before_values": "null", "after_values": "null", "planned_from": unless(i%2 == 0, at(i, 3)), "lapses_at": unless(i%3 == 0, at(i, 2)), "executed_at": unless(i%4 == 0, at(i, 4)), "at_board": 1,
			"version": 1, "created_at": at(i, 4), "updated_at": at(i, 3)}
	})
	fill("support_requests", func(i int) kit.Row {
		return kit.Row{"kind": one(i, "ADVICE", "SUPPORT"), "title": "x", "department_id": department(i), "requester_id": s.people[i%5], "state": one(i, "NEW", "ANSWERED", "WITHDRAWN"), "assignee_id": unless(i%3 == 0, s.people[i]),
			"closed_at": unless(i%3 == 0, at(i, 3)), "version": 1, "created_at": at(i, 4), "updated_at": at(i, 3)}
	})
	fill("media_files", func(i int) kit.Row {
		return kit.Row{"department_id": department(i), "uploader_id": s.people[i%5], "name": namesake(i), "sort_name": text.SortKey(namesake(i), 200), "media_type": "text/plain", "size": i % 4 * 100, "sha256": make([]byte, 32),
			"state": one(i, "CLEAN", "PENDING", "FAILED"), "scanned_at": unless(i%3 == 0, at(i, 3)), "version": 1, "created_at": at(i, 4)}
	})
	fill("approvals", func(i int) kit.Row {
		return kit.Row{"flow": one(i, "CHANGE", "CHANGE_EMERGENCY"), "article": "5d", "subject_kind": "change_request", "subject_id": s.requests[i], "department_id": department(i), "author_id": s.people[i%3], "submitter_id": s.people[i%3], "state": one(i, "APPROVED", "REJECTED", "RETURNED"),
			"step": one(i, "ASSESSMENT", "CONSENT"), "urgent": i % 2, "at_board": 1, "hash": make([]byte, 32), "version": 1, "opened_at": at(i, 4), "step_at": at(i, 3), "closed_at": unless(i%3 == 0, at(i, 5))}
	})
	fill("role_assignments", func(i int) kit.Row {
		return kit.Row{"staff_id": s.people[i], "role": one(i, "web_editor", "personnel"), "granted_at": at(i, 3), "revoked_at": at(i, 4)}
	})
	fill("delegations", func(i int) kit.Row {
		return kit.Row{"from_staff_id": s.people[i], "to_staff_id": s.people[(i+1)%rowsEach], "role": one(i, "manager", "director"), "department_id": unless(i%2 == 1, department(i)), "from_at": at(i, 3), "to_at": at(i, 4), "revoked_at": unless(i%3 == 0, at(i, 2)), "created_at": at(i, 4)}
	})
	fill("accounts", func(i int) kit.Row {
		return kit.Row{"staff_id": s.people[i], "login": fmt.Sprintf("u%02d", 50-i), "alias": fmt.Sprint("Người ", i), "state": one(i, "ACTIVE", "SUSPENDED", "ENDED"), "password_changed_at": unless(i%2 == 0, at(i, 3)), "version": 1, "created_at": at(i, 4)}
	})
	services := fill("service_accounts", func(i int) kit.Row {
		return kit.Row{"asset_id": s.assets[i%4], "name": namesake(i), "sort_name": text.SortKey(namesake(i), 240), "responsible_id": s.people[i%5], "state": one(i, "ACTIVE", "DISABLED"), "version": 1, "created_at": at(i, 3), "updated_at": at(i, 4)}
	})
	fill("tokens", func(i int) kit.Row {
		return kit.Row{"service_account_id": services[i%4], "name": "x", "rate": i % 3, "expires_at": at(i, 4), "consented_at": unless(i%2 == 0, at(i, 3)), "issued_by": s.people[i%5], "issued_at": at(i, 3), "revoked_at": unless(i%3 == 0, at(i, 2)), "version": 1}
	})
	s.round = fill("inventory_rounds", func(i int) kit.Row {
		return kit.Row{"name": "x", "opened_at": at(i, 3), "closed_at": at(i, 4), "due_on": unless(i%3 == 0, one(i, "2026-01-01", "2026-02-02")), "version": 1}
	})[0]
	fill("inventory_lines", func(i int) kit.Row {
		return kit.Row{"round_id": s.round, "id": s.assets[i], "asset_id": s.assets[i], "label": one(i, "TS-1", "Đèn", "đèn", "TS-2"), "department_id": department(i), "result": one(i, "CONFIRMED", "MISSING"), "custodian_id": unless(i%2 == 0, s.people[i]), "at": unless(i%3 == 0, at(i, 3))}
	})
	s.imported = fill("asset_imports", func(i int) kit.Row {
		return kit.Row{"file_name": one(i, "b.csv", "a.csv", "Đ.csv"), "state": one(i, "APPLIED", "FAILED"), "started_by": s.people[i%5], "started_at": at(i, 3), "finished_at": unless(i%3 == 0, at(i, 4)), "row_count": i % 3, "bad_rows": i % 2, "version": 1}
	})[0]
	fill("asset_import_faults", func(i int) kit.Row {
		return kit.Row{"import_id": s.imported, "line": i % 4, "column_name": one(i, "Mã", "Tên", ""), "code": one(i, "REQUIRED", "INVALID"), "message_vi": "x", "message_en": "x"}
	})
	fill("asset_corrections", func(i int) kit.Row {
		return kit.Row{"asset_id": s.assets[i%4], "state": one(i, "MADE", "REJECTED"), "before_values": "{}", "after_values": "{}", "department_id": department(i), "asker_id": s.people[i%5], "version": 1, "created_at": at(i, 3), "closed_at": unless(i%3 == 0, at(i, 4))}
	})
	fill("site_changes", func(i int) kit.Row {
		return kit.Row{"state": one(i, "MADE", "REJECTED"), "fields": "[]", "before_values": "{}", "after_values": "{}", "department_id": department(i), "proposer_id": s.people[i%5], "version": 1, "created_at": at(i, 3), "closed_at": unless(i%3 == 0, at(i, 4))}
	})
	fill("connect_lists", func(i int) kit.Row {
		return kit.Row{"state": one(i, "APPROVED", "REJECTED"), "department_id": department(i), "submitter_id": s.people[i%5], "version": 1, "created_at": at(i, 3), "closed_at": unless(i%3 == 0, at(i, 4))}
	})
	fill("inbox_items", func(i int) kit.Row {
		return kit.Row{"staff_id": s.me, "kind": "WARRANTY_ENDS", "subject_kind": "asset", "subject_id": s.assets[i], "at": at(i, 4)}
	})
	return s
}
