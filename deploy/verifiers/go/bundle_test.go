package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sort"
	"testing"
)

// A part that is nobody's is refused, whatever its name lacks.
func TestBundleWithAPartOfNobody(t *testing.T) {
	parts, err := readParts("../../../federation/src/test/resources/fuzz/bundle/whole")
	if err != nil {
		t.Fatal(err)
	}
	signed, _ := readMessage(parts["charter"])
	sum := sha256.Sum256(signed.text(1))
	id := hex.EncodeToString(sum[:])
	if _, err := verifyBundle(zipped(t, parts, "seen-by-nobody"), id, ""); err != nil {
		t.Errorf("as it is: %v", err)
	}
	for _, name := range []string{"ledger", "book", "ledger/nobody", "book/nobody/signed"} {
		_, err := verifyBundle(zipped(t, parts, name), id, "")
		var r *refusal
		if !errors.As(err, &r) || r.reason != "bundle" {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

// zipped writes parts and one more as a bundle has them.
func zipped(t *testing.T, parts map[string][]byte, more string) string {
	names := []string{more}
	for name := range parts {
		names = append(names, name)
	}
	sort.Strings(names)
	file := filepath.Join(t.TempDir(), "bundle")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	archive := zip.NewWriter(out)
	for _, name := range names {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = part.Write(parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}
