package token

import "ttyt.example/ttyt/internal/core/audit"

// The tables whose rows the record digests.
var (
	keptAccounts = &audit.Table{
		Name: "service_accounts", Kind: "service_account",
		Versions: []audit.Columns{{
			"id", "asset_id", "name", "purpose", "responsible_id", "state", "version", "created_at", "updated_at",
		}},
		Beside: audit.Columns{"name_key", "sort_name", "told_at", "held"},
	}
	keptTokens = &audit.Table{
		Name: "tokens", Kind: "token",
		Versions: []audit.Columns{{
			"id", "service_account_id", "name", "scopes", "addresses", "rate", "expires_at", "reason", "approval_id",
			"consented_at", "issued_by", "issued_at", "revoked_by", "revoked_at", "revoke_reason", "version",
		}, {
			"id", "service_account_id", "name", "scopes", "addresses", "rate", "expires_at", "reason", "approval_id",
			"consented_at", "issued_by", "issued_at", "revoked_by", "revoked_at", "revoke_reason", "version",
			"scan_assets", "scan_department_id", "scan_kinds",
		}, {
			"id", "service_account_id", "name", "scopes", "addresses", "rate", "expires_at", "reason", "approval_id",
			"consented_at", "issued_by", "issued_at", "revoked_by", "revoked_at", "revoke_reason", "version",
			"scan_assets", "scan_department_id", "scan_kinds", "draft_department_id",
		}},
		Beside: audit.Columns{"told_at"},
	}
	keptSecrets = &audit.Table{
		Name: "token_secrets", Kind: "token_secret",
		Versions: []audit.Columns{{
			"id", "token_id", "prefix", "hash", "created_at", "valid_until",
		}},
		Beside: audit.Columns{"used_at", "used_address"},
	}
)

// Kept are the tables of service accounts and tokens whose rows the record digests.
func Kept() []*audit.Table {
	return []*audit.Table{keptAccounts, keptTokens, keptSecrets}
}
