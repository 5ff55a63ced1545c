package walk

import "fmt"

func init() {
	*incidents = kind{
		name:  "incident",
		types: []string{"Incident"},
		shown: `... on Incident { version state category queue assignee { id } assets { id } cause { id }` + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") == "CLOSED" },
		drivers: map[string]driver{
			"TAKE": simple("takeIncident"),
			"ASSIGN": func(w *walk, _ *person, v view) *call {
				handlers := w.active("IT")
				if v.str("queue") == "WEBSITE" {
					handlers = w.active("IT", "WEB_EDITOR")
				}
				return &call{field: "assignIncident", input: on(v, "handler", pick(w, handlers).id)}
			},
			"TRIAGE": func(w *walk, _ *person, v view) *call {
				input := on(v, "impact", pick(w, levels), "urgency", pick(w, levels))
				if w.rng.IntN(2) == 0 {
					w.categorise(input)
				}
				return &call{field: "triageIncident", input: input}
			},
			"FOLLOW_UP": func(w *walk, p *person, v view) *call {
				input := map[string]any{"id": v.str("id"), "text": fmt.Sprintf("Thêm tin %d.", w.next())}
				if offerOf(v, "TAKE").yes("allowed") && w.rng.IntN(3) == 0 {
					input["internal"] = true
				}
				return &call{field: "followUpIncident", input: input}
			},
			"WAIT": func(w *walk, _ *person, v view) *call {
				return &call{field: "waitIncident", input: on(v, "for", pick(w, []string{"REPORTER", "OTHERS"}), "reason", "Chờ linh kiện.")}
			},
			"RESUME":  simple("resumeIncident"),
			"RESOLVE": simple("resolveIncident", "solution", "Đã khởi động lại."),
			"CLOSE":   simple("closeIncident"),
			"REOPEN":  simple("reopenIncident", "reason", "Vẫn hỏng."),
			"CORRECT": simple("correctMistake", "note", "Một chỗ viết sai"),
			"SET_CAUSE": func(w *walk, p *person, v view) *call {
				a := w.anyAsset(func(view) bool { return true })
				if a == nil || p.roles["IT"] == "" { // others see few assets
					return nil
				}
				return &call{field: "setIncidentCause", input: on(v, "asset", a.id)}
			},
			"LINK": func(w *walk, p *person, v view) *call {
				if known := v.list("assets"); len(known) > 0 && w.rng.IntN(2) == 0 {
					return &call{field: "unlinkIncident", input: on(v, "assets", []string{pick(w, known).str("id")})}
				}
				a := w.anyAsset(func(view) bool { return true })
				if a == nil || p.roles["IT"] == "" { // others see few assets
					return nil
				}
				return &call{field: "linkIncident", input: on(v, "assets", []string{a.id})}
			},
		},
		ends: func(v view) [2][]string {
			if v.str("state") == "RESOLVED" {
				return [2][]string{{"CLOSE"}}
			}
			return [2][]string{{"RESOLVE"}}
		},
		begin: func(w *walk) {
			if s := pick(w, w.of(posts, func(v view) bool { return v.str("publication") == "PUBLISHED" && v.str("audience") != "DEPARTMENT" })); s != nil && w.rng.IntN(3) == 0 {
				w.start(pick(w, w.active()), incidents, &call{field: "reportMistake", input: map[string]any{"post": s.id, "passage": "bài"}, values: []string{"INVALID"}}, "incident")
				return
			}
			input := map[string]any{"title": fmt.Sprintf("Sự cố %d", w.next())}
			w.categorise(input)
			p := pick(w, w.active())
			if s := pick(w, w.of(assets, func(v view) bool { return v.str("department.id") == p.home.id })); s != nil {
				input["assets"] = []string{s.id}
			}
			if t := pick(w, w.tools); t != nil && w.rng.IntN(6) == 0 {
				w.report(t, input)
				return
			}
			w.start(p, incidents, &call{field: "reportIncident", input: input}, "incident")
		},
	}
}

var levels = []string{"LOW", "MEDIUM", "HIGH"}

// categorise fills in a category, and the application where it takes one.
func (w *walk) categorise(input map[string]any) {
	category := pick(w, []string{"SECURITY", "SOFTWARE", "NETWORK", "COMPUTER", "MALWARE", "WEBSITE"})
	if category == "SOFTWARE" {
		a := w.anyAsset(func(v view) bool { return v.str("kind") == "SOFTWARE_SYSTEM" && v.str("state") == "IN_USE" })
		if a == nil {
			category = "COMPUTER"
		} else {
			input["application"] = a.id
		}
	}
	input["category"] = category
}

func init() {
	*supports = kind{
		name:  "support",
		types: []string{"SupportRequest"},
		shown: `... on SupportRequest { version state assignee { id }` + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") == "ANSWERED" || v.str("state") == "WITHDRAWN" },
		drivers: map[string]driver{
			"TAKE": simple("takeSupportRequest"),
			"FOLLOW_UP": func(_ *walk, _ *person, v view) *call {
				return &call{field: "writeSupportMessage", input: bare(v, "text", "Nói rõ hơn.")}
			},
			"RESOLVE":  simple("answerSupportRequest", "answer", "Xem hướng dẫn."),
			"WITHDRAW": simple("withdrawSupportRequest"),
			"REOPEN":   simple("reopenSupportRequest", "reason", "Vẫn không được."),
		},
		ends: func(view) [2][]string { return [2][]string{{"RESOLVE"}, {"WITHDRAW"}} },
		begin: func(w *walk) {
			w.start(w.anybody(), supports, &call{field: "requestSupport", input: map[string]any{"kind": pick(w, []string{"ADVICE", "SUPPORT"}), "title": fmt.Sprintf("Hỏi %d", w.next())}}, "supportRequest")
		},
	}
}

func init() {
	*infections = kind{
		name:  "infection",
		types: []string{"Infection"},
		shown: `... on Infection { version stage confirmed heldBack decideBy asset { id } incident { id } technical { foundConnected switchPort switch { id } }` + offered + " }",
		state: func(v view) string {
			if v.str("heldBack") != "" {
				return v.str("stage") + " running on"
			}
			return v.str("stage")
		},
		over: func(v view) bool { return v.str("stage") == "RECONNECTED" || v.str("stage") == "WRITTEN_OFF" },
		drivers: map[string]driver{
			"ISOLATE": func(w *walk, p *person, v view) *call {
				input := on(v)
				if ports := w.ports(p, v.str("asset.id")); len(ports) > 1 {
					at := pick(w, ports)
					input["switch"], input["switchPort"] = at.str("switch.id"), at.str("switchPort")
				}
				return &call{field: "isolateAsset", input: input}
			},
			"KEEP_RUNNING": simple("keepInfectedRunning", "reason", "Đang dùng cho người bệnh."),
			"CLEAN":        simple("recordCleaning", "method", "Cài lại."),
			"RESCAN": func(w *walk, _ *person, v view) *call {
				return &call{field: "recordRescan", input: on(v, "result", pick(w, []string{"CLEAN", "CLEAN", "INFECTED"}), "tool", "ClamAV")}
			},
			"RECONNECT": func(w *walk, p *person, v view) *call {
				input := on(v)
				if at := w.portBack(p, v); at != nil {
					input["switch"], input["switchPort"] = at.str("switch.id"), at.str("switchPort")
				}
				return &call{field: "reconnectAsset", input: input}
			},
			"WRITE_OFF": simple("writeOffInfectedAsset", "reason", "Không làm sạch được."),
		},
		ends: func(v view) [2][]string {
			switch v.str("stage") {
			case "SUSPECTED":
				return [2][]string{{"ISOLATE"}}
			case "ISOLATED":
				return [2][]string{{"CLEAN"}}
			case "CLEANED":
				return [2][]string{{"RESCAN"}}
			}
			return [2][]string{{"RECONNECT"}, {"WRITE_OFF"}}
		},
		begin: func(w *walk) {
			a, p := w.anyAsset(inService), w.anybody()
			if a == nil {
				return
			}
			if t := pick(w, w.tools); t != nil && w.rng.IntN(3) == 0 {
				w.scan(t, a)
				return
			}
			w.start(p, infections, &call{field: "reportInfection", input: map[string]any{"asset": a.id, "description": "Máy chậm."}}, "infection")
		},
	}
}

// ports are where the register has the asset plugged in, as the person sees it.
func (w *walk) ports(p *person, asset string) (plugged []view) {
	r := w.ask(p, `query($id: ID!) { asset(id: $id) { technical { interfaces { switchPort switch { id } } } } }`, map[string]any{"id": asset})
	for _, n := range view(r.data).list("asset.technical.interfaces") {
		if n.str("switch.id") != "" {
			plugged = append(plugged, n)
		}
	}
	return plugged
}

// portBack is the port at which a machine is plugged in again: where it was unplugged, as long as the register lists it there;
// nil if it was not plugged in.
func (w *walk) portBack(p *person, v view) view {
	technical, _ := v.at("technical").(map[string]any)
	from := view(technical)
	if from.yes("foundConnected") {
		return nil // it comes back off the network
	}
	known := w.ports(p, v.str("asset.id"))
	for _, at := range known {
		if at.str("switch.id") == from.str("switch.id") && at.str("switchPort") == from.str("switchPort") {
			return at
		}
	}
	if from.str("switch.id") == "" {
		return nil
	}
	if len(known) > 0 {
		return known[0]
	}
	return from
}
