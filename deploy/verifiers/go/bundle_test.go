package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const fixture = "../../../federation/src/test/resources/fuzz/bundle/whole"

// A part that is nobody's is refused, whatever its name lacks.
func TestBundleWithAPartOfNobody(t *testing.T) {
	parts, err := readParts(fixture)
	if err != nil {
		t.Fatal(err)
	}
	signed, _ := readMessage(parts["charter"])
	sum := sha256.Sum256(signed.text(1))
	id := hex.EncodeToString(sum[:])
	if _, err := verifyBundle(withOneMore(t, parts, "seen-by-nobody"), id, ""); err != nil {
		t.Errorf("as it is: %v", err)
	}
	for _, name := range []string{"ledger", "book", "ledger/nobody", "book/nobody/signed"} {
		_, err := verifyBundle(withOneMore(t, parts, name), id, "")
		var r *refusal
		if !errors.As(err, &r) || r.reason != "bundle" {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

// What another program makes of the same parts, or hides around them, is no bundle.
func TestBundleInAnotherForm(t *testing.T) {
	whole, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	directory := binary.LittleEndian.Uint32(whole[len(whole)-6:])
	changed := func(change func(file []byte)) []byte {
		file := append([]byte{}, whole...)
		change(file)
		return file
	}
	forms := map[string][]byte{
		"bytes before the zip": append([]byte("junk"), whole...),
		"bytes behind it":      append(append([]byte{}, whole...), 'x'),
		"a comment": append(changed(func(file []byte) {
			binary.LittleEndian.PutUint16(file[len(file)-2:], 5)
		}), "hello"...),
		"hidden bytes before the directory": func() []byte {
			file := append(append(append([]byte{}, whole[:directory]...), "hidden"...), whole[directory:]...)
			binary.LittleEndian.PutUint32(file[len(file)-6:], directory+6)
			return file
		}(),
		"another name before the part": changed(func(file []byte) { file[bytes.Index(file, []byte("charter"))+6] = 'x' }),
		"a link": changed(func(file []byte) {
			binary.LittleEndian.PutUint16(file[directory+4:], 3<<8|20)
			binary.LittleEndian.PutUint32(file[directory+38:], 0xA1FF<<16)
		}),
		"extra fields":              another(t, zip.FileHeader{Method: zip.Store, Extra: []byte{1, 0x99, 2, 0, 7, 7}}),
		"compressed":                another(t, zip.FileHeader{Method: zip.Deflate}),
		"stored by another program": another(t, zip.FileHeader{Method: zip.Store}),
	}
	for name, content := range forms {
		file := filepath.Join(t.TempDir(), "bundle")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readParts(file)
		var r *refusal
		if !errors.As(err, &r) || r.reason != "bundle" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBundleThatIsNotThere(t *testing.T) {
	for _, file := range []string{filepath.Join(t.TempDir(), "bundle"), t.TempDir()} {
		_, err := readParts(file)
		var r *refusal
		if !errors.As(err, &r) || r.reason != "missing" || !strings.Contains(r.sentence, file) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// another is the same parts, zipped as Go's own library does.
func another(t *testing.T, header zip.FileHeader) []byte {
	parts, err := readParts(fixture)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range numbered(parts, "") {
		one := header
		one.Name = name
		part, err := archive.CreateHeader(&one)
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
	return out.Bytes()
}

// withOneMore writes parts and an empty one as a bundle has them.
func withOneMore(t *testing.T, parts map[string][]byte, more string) string {
	all := map[string][]byte{more: {}}
	for name, content := range parts {
		all[name] = content
	}
	file := filepath.Join(t.TempDir(), "bundle")
	if err := os.WriteFile(file, writeParts(all), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
