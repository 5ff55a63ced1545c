package walk

import "fmt"

func init() {
	*assets = kind{
		name:   "asset",
		types:  []string{"Asset"},
		stands: true,
		shown:  `... on Asset { version kind state connected department { id } infection { id } dependsOn { asset { id } } technical { interfaces { switchPort switch { id } } }` + offered + " }",
		state: func(v view) string {
			if v.yes("connected") {
				return v.str("state") + ", connected"
			}
			return v.str("state")
		},
		// What is in quarantine has to leave it; everything else may stay as it is.
		over: func(v view) bool { return v.str("state") != "QUARANTINED" },
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateAsset", input: on(v, "name", fmt.Sprintf("Máy %d", w.next()))}
			},
			"CARE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateAsset", input: on(v, "remarks", fmt.Sprintf("Ghi chú %d", w.next()))}
			},
			"TRANSFER": func(w *walk, _ *person, v view) *call {
				return &call{field: "transferAsset", input: on(v, "department", w.elsewhere(v.str("department.id")).id)}
			},
			"LINK": func(w *walk, p *person, v view) *call {
				for _, l := range v.list("dependsOn") {
					if id := l.str("asset.id"); id != "" && p.roles["IT"] != "" && w.rng.IntN(2) == 0 {
						return &call{field: "unlinkAssets", input: map[string]any{"asset": v.str("id"), "dependsOn": id}}
					}
				}
				if w.rng.IntN(3) == 0 {
					return &call{field: "addAssetLicence", input: map[string]any{"asset": v.str("id"), "product": fmt.Sprintf("Phần mềm %d", w.next())}}
				}
				to := pick(w, w.of(assets, func(o view) bool { return o.str("state") != "RETIRED" && o.str("id") != v.str("id") }))
				if to == nil {
					return nil
				}
				if p.roles["IT"] == "" { // others see few assets
					return &call{field: "linkAssets", input: map[string]any{"asset": v.str("id"), "dependsOn": v.str("id")}}
				}
				return &call{field: "linkAssets", input: map[string]any{"asset": v.str("id"), "dependsOn": to.id}, values: []string{"CYCLE", "TAKEN"}}
			},
			"RETIRE": simple("retireAsset", "reason", "Hỏng."),
			"UNPLUG": simple("unplugAsset"),
			"CORRECT": func(w *walk, _ *person, v view) *call {
				return &call{field: "correctAsset", input: on(v, "serial", fmt.Sprintf("S%d", w.next()), "reason", "Gõ nhầm.")}
			},
		},
		ends: func(view) [2][]string { return [2][]string{} },
		begin: func(w *walk) {
			w.register(pick(w, w.active("IT")), pick(w, []string{"SERVER", "WORKSTATION", "WORKSTATION", "WORKSTATION", "PRINTER", "NETWORK_DEVICE", "MEDICAL_DEVICE", "SOFTWARE_SYSTEM", "REMOVABLE_MEDIUM"}),
				pick(w, []string{"IN_STOCK", "IN_USE"}))
		},
	}
}

// register puts an asset of any department into the register.
func (w *walk) register(p *person, kind, state string) *subject {
	return w.registerAt(p, w.elsewhere(""), kind, state, w.rng.IntN(3) > 0)
}

// registerAt is register for a department; plugged says whether a machine in use is on the network.
func (w *walk) registerAt(p *person, d *department, kind, state string, plugged bool) *subject {
	n, takesOver := w.next(), w.takesOver(p)
	plugged = plugged && takesOver
	input := map[string]any{"code": fmt.Sprintf("TS-%d", n), "name": fmt.Sprintf("Tài sản %d", n), "kind": kind, "department": d.id, "state": state,
		"manufacturer": "Dell", "model": pick(w, []string{"A1", "A2"}), "serial": fmt.Sprintf("S%d", n)}
	switch kind {
	case "SERVER", "WORKSTATION", "PRINTER", "MEDICAL_DEVICE":
		plugged = plugged && state == "IN_USE"
	case "NETWORK_DEVICE":
		input["connected"], plugged = state == "IN_USE" && takesOver, false
	default:
		plugged = false
	}
	if plugged {
		var ports []any
		for range 1 + w.rng.IntN(2) {
			n := w.next()
			port := map[string]any{"name": fmt.Sprintf("eth%d", len(ports)), "ip": fmt.Sprintf("10.%d.%d.%d", n/62500, n/250%250, 1+n%250)}
			if s := pick(w, w.of(assets, func(v view) bool { return v.str("kind") == "NETWORK_DEVICE" && v.str("state") != "RETIRED" })); s != nil {
				port["switch"], port["switchPort"] = s.id, fmt.Sprint(n)
			}
			ports = append(ports, port)
		}
		input["connected"], input["interfaces"] = true, ports
	}
	return w.start(p, assets, &call{field: "registerAsset", input: input}, "asset")
}

func inService(v view) bool { return v.str("state") != "RETIRED" }

func (w *walk) anyAsset(fits func(v view) bool) *subject { return pick(w, w.of(assets, fits)) }

// furnish fills the register that the walk begins with, and lets tools in.
func (w *walk) furnish() {
	it := w.active("IT")[0]
	for _, kind := range []string{"NETWORK_DEVICE", "NETWORK_DEVICE", "SERVER", "WORKSTATION", "WORKSTATION", "WORKSTATION", "PRINTER", "SOFTWARE_SYSTEM", "SOFTWARE_SYSTEM"} {
		w.register(it, kind, "IN_USE")
	}
	w.register(it, "WORKSTATION", "IN_STOCK")
	w.employ(it)
	w.add(takeOvers, view(w.ask(it, "{ takeOver { id } }", nil).data).str("takeOver.id"))
}

// takesOver reports whether what is connected may still be registered so.
func (w *walk) takesOver(p *person) bool {
	return view(w.ask(p, "{ takeOver { open } }", nil).data).yes("takeOver.open")
}
