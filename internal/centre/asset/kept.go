package asset

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptRegister = &audit.Table{
		Name: "assets", Kind: "asset",
		Versions: []audit.Columns{{
			"id", "code", "name", "kind", "manufacturer", "model", "serial", "serial_key", "department_id", "custodian_id",
			"place", "purchased_on", "warranty_until", "state", "state_before_quarantine", "connected", "remarks", "source",
			"confirmed_at", "confirmed_by", "found_at", "found_by", "found_round_id", "refused_in", "version", "created_at",
			"updated_at",
		}},
		Beside: audit.Columns{"search", "sort_name", "held", "hidden_changes"},
	}
	keptInterfaces = &audit.Table{
		Name: "asset_interfaces", Kind: "asset_interface",
		Versions: []audit.Columns{{
			"id", "asset_id", "position", "name", "mac", "ip", "ip_key", "vlan", "switch_id", "switch_port", "shared",
		}},
		Beside: audit.Columns{"port_key"},
	}
	keptDependencies = &audit.Table{
		Name: "asset_links", Kind: "asset_link",
		Versions: []audit.Columns{{
			"id", "from_id", "to_id", "note", "created_at",
		}},
	}
	keptLicences = &audit.Table{
		Name: "asset_licences", Kind: "asset_licence",
		Versions: []audit.Columns{{
			"id", "asset_id", "product", "licence_key", "expires_on", "created_at",
		}},
		Beside: audit.Columns{"product_key", "sought_key"},
	}
	keptLines = &audit.Table{
		Name: "asset_events", Kind: "asset_event",
		Versions: []audit.Columns{{
			"id", "asset_id", "action", "field", "before_text", "after_text", "technical", "article", "cause_kind",
			"cause_id", "staff_id", "service_account_id", "at",
		}},
	}
	keptHandovers = &audit.Table{
		Name: "asset_handovers", Kind: "asset_handover",
		Key: []string{"asset_id"},
		Versions: []audit.Columns{{
			"asset_id", "staff_id", "at",
		}},
	}
	keptTakeOver = &audit.Table{
		Name: "take_overs", Kind: takeOverKind,
		Versions: []audit.Columns{{
			"id", "reason", "closed_by", "closed_at",
		}},
	}
)

// Kept are the tables of the register whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptRegister, keptInterfaces, keptDependencies, keptLicences, keptLines, keptTakeOver, keptHandovers}
}
