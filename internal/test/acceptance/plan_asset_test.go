package acceptance

import (
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// manyAssets is a large register: lists of departments stay short in it, those of IT and the Board do not.
const manyAssets = 3_000

// registerAsks are the requests upon the register whose statements have to be served by indexes.
func registerAsks(c *crowd) map[string]ask {
	wide, inside := []string{"technician", "director"}, []string{"technician", "director", "staff", "head"}
	list := func(arguments string) string {
		return "{ assets(first: 20" + arguments + ") { nodes { code name department { name } custodian { name } technical { interfaces { ip switch { code } } } licences { product } dependsOn { note } } } }"
	}
	asset := db.GlobalID("asset", c.assets[150])
	return map[string]ask{
		"assets":                   {list(""), inside},
		"assets, later pages":      {`{ assets(first: 20, after: %q) { nodes { code } } }`, wide},
		"assets of a department":   {list(`, filter: {department: "` + db.GlobalID("department", c.departments[1]) + `"}`), wide},
		"assets of a kind":         {list(`, filter: {kind: PRINTER}`), wide},
		"assets in a state":        {list(`, filter: {state: IN_REPAIR}`), wide},
		"assets with an address":   {list(`, filter: {technical: {ip: "10.1.1.1"}}`), []string{"technician"}},
		"an asset with its impact": {`{ asset(id: "` + asset + `") { code impact { assets { nodes { code } } hidden } history { nodes { action before after by { name } } } } }`, wide},
		"an asset by its code":     {`{ asset(code: "TS-000007") { code } }`, wide},
		"what a round found":       {`{ inventoryRounds(first: 1) { nodes { progress { open } lines(first: 20) { nodes { label asset { code } } } } } }`, wide},
	}
}

// fillRegister fills the register with many assets, each with an interface, a line of history, one that it depends on, an
// infection that is over and a repair that is done, and opens an inventory round over them.
func (c *crowd) fillRegister(t *testing.T) {
	t.Helper()
	now, kinds, states := c.DB.Now(t.Context()), []string{"WORKSTATION", "PRINTER", "SERVER", "NETWORK_DEVICE"}, []string{"IN_USE", "IN_STOCK", "IN_REPAIR"}
	assets := make([]db.ID, manyAssets)
	for i := range assets {
		assets[i] = db.NewID()
	}
	department := func(i int) db.ID { return c.departments[i%len(c.departments)] }
	c.many(t, "assets", manyAssets, func(i int) kit.Row {
		return kit.Row{"id": assets[i], "code": fmt.Sprintf("TS-%06d", i), "name": "Máy", "kind": kinds[i%4], "state": states[i%3], "department_id": department(i),
			"custodian_id": c.people[i%len(c.people)], "search": fmt.Sprintf(" ts %06d may", i), "version": 1, "created_at": now, "updated_at": now}
	})
	c.many(t, "asset_interfaces", manyAssets, func(i int) kit.Row {
		ip := fmt.Sprintf("10.%d.%d.%d", i/62500, i/250%250, 1+i%250)
		return kit.Row{"id": db.NewID(), "asset_id": assets[i], "ip": ip, "ip_key": ip, "mac": fmt.Sprintf("02:00:00:00:%02x:%02x", i>>8, i&255), "switch_id": assets[i%40]}
	})
	c.many(t, "asset_licences", manyAssets, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "asset_id": assets[i], "product": "Windows", "created_at": now}
	})
	c.many(t, "asset_links", manyAssets-1, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "from_id": assets[i+1], "to_id": assets[i/10], "created_at": now}
	})
	c.many(t, "asset_events", manyAssets, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "asset_id": assets[i], "action": "UPDATED", "at": now}
	})
	c.many(t, "infections", manyAssets, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "asset_id": assets[i], "incident_id": db.NewID(), "stage": "RECONNECTED", "suspected_at": now, "version": 1, "updated_at": now}
	})
	c.many(t, "change_requests", manyAssets, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "kind": "REPAIR", "state": "EXECUTED", "asset_id": assets[i], "department_id": department(i), "requester_id": c.people[i%len(c.people)],
			"wanted": "{}", "before_values": "null", "after_values": "null", "version": 1, "created_at": now, "updated_at": now}
	})
	round := db.NewID()
	c.Insert(t.Context(), t, "inventory_rounds", kit.Row{"id": round, "name": "a", "live": 1, "opened_at": now, "version": 1})
	c.many(t, "inventory_lines", manyAssets, func(i int) kit.Row {
		return kit.Row{"round_id": round, "id": assets[i], "asset_id": assets[i], "label": fmt.Sprintf("TS-%06d", i), "department_id": department(i), "result": "OPEN"}
	})
	c.assets = assets
}
