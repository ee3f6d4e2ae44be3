package main

import (
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// TestCCTV holds the rule for signatures to the edge cases that C2SP collects, which are not shipped
// with this project: MINGA_DATA names where they are. Every verifier that was tried accepts these 86.
func TestCCTV(t *testing.T) {
	file, err := os.Open(os.Getenv("MINGA_DATA") + "/ed25519-cctv.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct{ Key, Sig, Msg string }
	if err := json.NewDecoder(content).Decode(&vectors); err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for _, v := range vectors {
		key, _ := hex.DecodeString(v.Key)
		sig, _ := hex.DecodeString(v.Sig)
		if acceptable(key, []byte(v.Msg), sig) {
			accepted++
		}
	}
	if len(vectors) != 914 || accepted != 86 {
		t.Fatalf("%d of %d vectors accepted", accepted, len(vectors))
	}
}
