package config_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
)

// Keys that nobody drew at random are refused by the setting that signs, whatever form they have.
func TestWeakKeysAreRefused(t *testing.T) {
	t.Parallel()
	steps := make([]byte, 32)
	for i := range steps {
		steps[i] = byte(7 * i)
	}
	for name, raw := range map[string][]byte{
		"zeros":              make([]byte, 32),
		"one byte":           []byte(strings.Repeat("\xa5", 32)),
		"a word, repeated":   []byte(strings.Repeat("changeme", 4)),
		"bytes, repeated":    []byte(strings.Repeat("\x01\xf2\x83\xb4", 8)),
		"a sentence":         []byte("mat khau cua so nhat ky kiem toan"[:32]),
		"a run":              steps,
		"zeros and some":     append(make([]byte, 22), 9, 200, 3, 78, 5, 61, 7, 80, 99, 10),
		"a short one":        {1, 200, 3, 77, 5, 60, 7, 81, 99, 10, 31, 12, 213, 14, 15, 160},
		"a long one":         append(steps, 1),
		"hexadecimal digits": []byte("0123456789abcdef0123456789abcdef"),
	} {
		for form, text := range map[string]string{"base64": base64.StdEncoding.EncodeToString(raw), "hexadecimal": hex.EncodeToString(raw)} {
			if _, err := read(config.Serve, map[string]string{"AUDIT_KEY": text}); err == nil || !strings.Contains(err.Error(), "AUDIT_KEY (-audit-key-file)") || strings.Contains(err.Error(), text) {
				t.Errorf("%s in %s: %v", name, form, err)
			}
		}
	}
	for _, text := range []string{"changeme", strings.Repeat("changeme", 8), "0123456789abcdef0123456789abcdef", strings.Repeat("0123456789abcdef", 4), key + "=", " "} {
		if _, err := read(config.Serve, map[string]string{"AUDIT_KEY": text}); err == nil {
			t.Errorf("%q passed", text)
		}
	}
	for range 1000 { // what the demonstration draws is strong too
		if _, err := config.ParseKey(config.NewDemoKey()); err != nil {
			t.Fatal(err)
		}
	}
}

// The demonstration's key signs for the demonstration alone; it may be verified with.
func TestTheDemoKeyServesNoRealCentre(t *testing.T) {
	t.Parallel()
	env := map[string]string{"AUDIT_KEY": config.NewDemoKey()}
	for command, refused := range map[string]bool{config.Demo: false, config.AuditVerify: false, config.AuditAnchor: false, config.Migrate: false, config.Ready: false,
		config.Serve: true, "director create": true, "import": true} {
		if _, err := read(command, env); (err != nil) != refused || refused && !strings.Contains(err.Error(), "the demonstration's key") {
			t.Errorf("%s: %v", command, err)
		}
	}
}

// Former keys come as a list, and a weak one may be among them: it is replaced for that.
func TestFormerKeys(t *testing.T) {
	t.Parallel()
	weak := strings.Repeat("00", 32)
	for list, want := range map[string]int{"": 0, otherKey: 1, otherKey + "," + weak: 2, otherKey + " ,\r\n" + weak + ",\n": 2, otherKey + "\n" + weak: 2,
		key: -1, weak + "," + key: -1, "changeme": -1, otherKey + ";" + weak: -1} {
		c, err := read(config.Serve, map[string]string{"AUDIT_KEY": key, "AUDIT_KEYS_OLD": list, "TLS_PROXY": "true", "TRUSTED_PROXIES": "127.0.0.1", "PUBLIC_URL": "https://ttyt.example"})
		if want < 0 {
			if err == nil || !strings.Contains(strings.ToUpper(strings.ReplaceAll(err.Error(), "-", "_")), "AUDIT_KEYS_OLD") || list != "" && strings.Contains(err.Error(), list) {
				t.Errorf("%q: %v", list, err)
			}
		} else if err != nil || len(c.AuditKeysOld) != want {
			t.Errorf("%q: %d keys, %v", list, len(c.AuditKeysOld), err)
		}
	}
}
