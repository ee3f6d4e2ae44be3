// Command main verifies Minga's ledgers with no code of Minga's.
//
//	main -policy FILE -dir DIR [-index N] [-old CHECKPOINT]   a ledger's files (C2SP tlog-tiles)
//	main -policy FILE -url URL [-index N] [-old CHECKPOINT]   the same, served over HTTP
//	main -policy FILE -proof FILE [-entry FILE]               one entry's proof (C2SP tlog-proof)
//	main -bundle FILE -federation-id HEX [-roster-hash HEX]   every tree of an auditor's bundle
//
// with -json for one JSON document, and with -not-after TIME to refuse cosignatures of a later time (of
// ledgers and proofs, without it: of an hour from now). Of a ledger it reads every entry and every tile: the entries
// must come to the signed root, the tiles to what the entries come to, and as many mirrors as the
// policy asks for must have cosigned. With -index it also proves that entry, with -old it also proves
// that the ledger only grew since that checkpoint. It stands on golang.org/x/mod/sumdb/{note,tlog}.
//
// Exit status: 0 verified, 3 not verified, 2 wrong usage.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	maxFile    = tileWidth * (2 + 65535) // the longest bundle of entries
)

// refusal is why something is not verified: a word for programs, and the rest of a sentence.
type refusal struct{ reason, sentence string }

func (r *refusal) Error() string { return r.sentence }

func refuse(reason, format string, values ...any) error {
	return &refusal{reason, fmt.Sprintf(format, values...)}
}

// verdict is what is printed.
type verdict struct {
	Verified     bool   `json:"verified"`
	Reason       string `json:"reason,omitempty"`
	Sentence     string `json:"sentence"`
	Origin       string `json:"origin,omitempty"`
	Size         int64  `json:"size"`
	Root         string `json:"root,omitempty"`
	Cosignatures int    `json:"cosignatures"`
	LeafHash     string `json:"leafHash,omitempty"`
}

func (v *verdict) take(c *checkpoint) {
	v.Origin, v.Size, v.Root, v.Cosignatures =
		c.origin, c.tree.N, hex.EncodeToString(c.tree.Hash[:]), c.cosignatures
}

// files reads one ledger's static files, by their names in tlog-tiles.
type files func(name string) ([]byte, error)

func inDirectory(dir string) files {
	return func(name string) ([]byte, error) {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, refuse("missing", "%s cannot be read", name)
		}
		return content, nil
	}
}

func served(url string) files {
	return func(name string) ([]byte, error) {
		answer, err := http.Get(strings.TrimSuffix(url, "/") + "/" + name)
		if err != nil {
			return nil, refuse("missing", "%s cannot be fetched: %v", name, err)
		}
		defer answer.Body.Close()
		content, err := io.ReadAll(io.LimitReader(answer.Body, maxFile+1))
		if err != nil || answer.StatusCode != http.StatusOK || len(content) > maxFile {
			return nil, refuse("missing", "%s is not served", name)
		}
		return content, nil
	}
}

// tileFile names a tile of hashes or, for level -1, of entries. (sumdb's names have the height too.)
func tileFile(level int, n int64, width int) string {
	name := tlog.Tile{H: tileHeight, L: level, N: n, W: width}.Path()
	name = strings.Replace(name, fmt.Sprintf("tile/%d/data/", tileHeight), "tile/entries/", 1)
	return strings.Replace(name, fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
}

// tile reads a tile, and says whether it is that very file: a partial one may have given way to the
// full one, which begins with it.
func (f files) tile(level int, n int64, width int) (content []byte, exact bool, err error) {
	content, err = f(tileFile(level, n, width))
	if err != nil && width < tileWidth {
		if full, other := f(tileFile(level, n, tileWidth)); other == nil {
			return full, false, nil
		}
	}
	return content, true, err
}

// tree is every hash of a ledger, made from its entries alone, in the order of tlog's storage.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(t)) {
			return nil, errors.New("beyond the tree")
		}
		found[i] = t[x]
	}
	return found, nil
}

func (t *tree) add(n int64, entry []byte) error {
	hashes, err := tlog.StoredHashes(n, entry, t)
	*t = append(*t, hashes...)
	return err
}

// split takes the first `width` entries out of a bundle, of which nothing may be left if it is `exact`.
func split(name string, content []byte, width int64, exact bool) ([][]byte, error) {
	var entries [][]byte
	for i := int64(0); i < width; i++ {
		if len(content) < 2 || len(content) < 2+int(binary.BigEndian.Uint16(content)) {
			return nil, refuse("entries", "%s ends within its entry %d", name, i)
		}
		length := 2 + int(binary.BigEndian.Uint16(content))
		entries, content = append(entries, content[2:length]), content[length:]
	}
	if exact && len(content) != 0 {
		return nil, refuse("entries", "%s has %d bytes too many", name, len(content))
	}
	return entries, nil
}

// readTree hashes every entry, and gives back the one at an index.
func (f files) readTree(size, index int64) (t tree, found []byte, err error) {
	for n := int64(0); n*tileWidth < size; n++ {
		width := min(tileWidth, size-n*tileWidth)
		content, exact, err := f.tile(-1, n, int(width))
		if err != nil {
			return nil, nil, err
		}
		entries, err := split(tileFile(-1, n, int(width)), content, width, exact)
		if err != nil {
			return nil, nil, err
		}
		for i, entry := range entries {
			if n*tileWidth+int64(i) == index {
				found = entry
			}
			if err := t.add(n*tileWidth+int64(i), entry); err != nil {
				return nil, nil, err
			}
		}
	}
	return t, found, nil
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

// checkTiles compares every tile that a ledger of this size has with what its entries come to.
func (f files) checkTiles(t tree, size int64) error {
	for level := 0; size>>(tileHeight*level) > 0; level++ {
		hashes := size >> (tileHeight * level)
		for n := int64(0); n*tileWidth < hashes; n++ {
			width := int(min(tileWidth, hashes-n*tileWidth))
			expected, err := tlog.ReadTileData(tlog.Tile{H: tileHeight, L: level, N: n, W: width}, t)
			if err != nil {
				return err
			}
			content, exact, err := f.tile(level, n, width)
			if err != nil {
				return err
			}
			if exact && len(content) != len(expected) || !bytes.HasPrefix(content, expected) {
				return refuse("tile", "%s is not what the entries come to", tileFile(level, n, width))
			}
		}
	}
	return nil
}

func verifyLedger(p *policy, f files, index int64, old []byte) (v verdict, err error) {
	note, err := f("checkpoint")
	if err != nil {
		return v, err
	}
	c, err := p.open(note)
	if err != nil {
		return v, err
	}
	v.take(c)
	if err := p.witnessed(c); err != nil {
		return v, err
	}
	if index >= c.tree.N {
		return v, refuse("index", "there is no entry %d in a ledger of %d", index, c.tree.N)
	}
	t, entry, err := f.readTree(c.tree.N, index)
	if err != nil {
		return v, err
	}
	if err := matches(t, c); err != nil {
		return v, err
	}
	if err := f.checkTiles(t, c.tree.N); err != nil {
		return v, err
	}
	v.Sentence = fmt.Sprintf("Verified: the %d entries of %s are signed by their owner and cosigned by %d mirrors.",
		c.tree.N, c.origin, c.cosignatures)
	if index >= 0 {
		if err := proveEntry(t, c, index, entry, &v); err != nil {
			return v, err
		}
	}
	if old != nil {
		return v, grew(p, t, c, old)
	}
	return v, nil
}

func matches(t tree, c *checkpoint) error {
	if c.tree.N == 0 {
		return nil // its root was compared when it was read
	}
	root, err := tlog.TreeHash(c.tree.N, t)
	if err != nil {
		return err
	}
	if root != c.tree.Hash {
		return refuse("root", "the entries of %s do not come to the root that was signed", c.origin)
	}
	return nil
}

func proveEntry(t tree, c *checkpoint, index int64, entry []byte, v *verdict) error {
	leaf := tlog.RecordHash(entry)
	v.LeafHash = hex.EncodeToString(leaf[:])
	v.Sentence = fmt.Sprintf("Verified: entry %d is in %s, whose %d entries are signed by their owner and cosigned by %d mirrors.",
		index, c.origin, c.tree.N, c.cosignatures)
	proof, err := tlog.ProveRecord(c.tree.N, index, t)
	if err == nil {
		err = tlog.CheckRecord(proof, c.tree.N, c.tree.Hash, index, leaf)
	}
	return err
}

// grew checks that the owner signed an earlier checkpoint, and that it is of this ledger's beginning.
func grew(p *policy, t tree, c *checkpoint, note []byte) error {
	old, err := p.open(note)
	if err != nil {
		return err
	}
	if old.origin != c.origin {
		return refuse("other-log", "the earlier checkpoint is of %s", old.origin)
	}
	if old.tree.N > c.tree.N {
		return refuse("rollback", "the ledger had %d entries and has %d", old.tree.N, c.tree.N)
	}
	if old.tree.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(c.tree.N, old.tree.N, t)
	if err == nil {
		err = tlog.CheckTree(proof, c.tree.N, c.tree.Hash, old.tree.N, old.tree.Hash)
	}
	if err != nil && old.tree.N == c.tree.N {
		return refuse("fork", "the owner signed two histories of %d entries", old.tree.N)
	}
	if err != nil {
		return refuse("consistency", "the first %d entries are others than were signed then", old.tree.N)
	}
	return nil
}

func verifyProof(p *policy, content, entry []byte) (v verdict, err error) {
	head, note, ok := bytes.Cut(content, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(content) > 1<<18 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return v, refuse("proof-form", "this is not a proof file")
	}
	c, err := p.open(note)
	if err != nil {
		return v, err
	}
	v.take(c)
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		extra, err := canonical64(lines[0][len("extra "):])
		if err != nil || len(extra) == 0 || len(extra) > 65535 {
			return v, refuse("proof-form", "the extra data is not canonical base64, or too long")
		}
		lines = lines[1:]
		if entry == nil {
			entry = extra
		}
	}
	index, path, err := readPath(lines)
	if err != nil {
		return v, err
	}
	if entry == nil {
		return v, refuse("missing", "the proof does not bring its entry; name it by -entry")
	}
	leaf := tlog.RecordHash(entry)
	v.LeafHash = hex.EncodeToString(leaf[:])
	if index >= c.tree.N || tlog.CheckRecord(path, c.tree.N, c.tree.Hash, index, leaf) != nil {
		return v, refuse("proof", "the path does not lead from entry %d to the root that was signed", index)
	}
	v.Sentence = fmt.Sprintf("Verified: this is entry %d of %s, signed by its owner and cosigned by %d mirrors.",
		index, c.origin, c.cosignatures)
	return v, p.witnessed(c)
}

func readPath(lines []string) (index int64, path tlog.RecordProof, err error) {
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return 0, nil, refuse("proof-form", "there is no index line")
	}
	digits := lines[0][len("index "):]
	index, err = strconv.ParseInt(digits, 10, 64)
	if err != nil || index < 0 || index >= maxSize || strconv.FormatInt(index, 10) != digits {
		return 0, nil, refuse("proof-form", "the index is not a plain number")
	}
	for _, line := range lines[1:] {
		hash, err := canonical64(line)
		if err != nil || len(hash) != tlog.HashSize || len(path) == 62 {
			return 0, nil, refuse("proof-form", "a line of the path is not a hash")
		}
		path = append(path, *(*tlog.Hash)(hash))
	}
	return index, path, nil
}

// canonical64 decodes base64 that is the one spelling of its bytes.
func canonical64(text string) ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(content) != text {
		err = errors.New("not canonical")
	}
	return content, err
}

// asked is the command line.
type asked struct {
	policy, dir, url, proof, entry, old, bundle, federation, roster string
	notAfter                                                        string
	index                                                           int64
}

// know takes the time after which no cosignature can be. For ledgers and proofs it is an hour from now,
// as nodes take it; a bundle gets the same verdict at any time, unless it is asked for.
func (a asked) know() (err error) {
	at := time.Now().Add(time.Hour)
	if a.notAfter != "" {
		at, err = time.Parse(time.RFC3339, a.notAfter)
	}
	if a.notAfter != "" || a.bundle == "" {
		notAfter = at.Unix()
	}
	return err
}

func (a asked) verify() (v verdict, err error) {
	if a.bundle != "" {
		return verifyBundle(a.bundle, a.federation, a.roster)
	}
	content, err := os.ReadFile(a.policy)
	if err != nil {
		return v, refuse("missing", "the policy cannot be read")
	}
	p, err := readPolicy(content)
	if err != nil {
		return v, err
	}
	var old, entry []byte
	for file, to := range map[string]*[]byte{a.old: &old, a.entry: &entry} {
		if file != "" {
			if *to, err = os.ReadFile(file); err != nil {
				return v, refuse("missing", "%s cannot be read", file)
			}
		}
	}
	switch {
	case a.proof != "":
		content, err := os.ReadFile(a.proof)
		if err != nil {
			return v, refuse("missing", "the proof cannot be read")
		}
		return verifyProof(p, content, entry)
	case a.url != "":
		return verifyLedger(p, served(a.url), a.index, old)
	default:
		return verifyLedger(p, inDirectory(a.dir), a.index, old)
	}
}

func main() {
	var a asked
	flag.StringVar(&a.policy, "policy", "", "policy `file` (C2SP tlog-policy)")
	flag.StringVar(&a.dir, "dir", "", "`directory` of one ledger (C2SP tlog-tiles)")
	flag.StringVar(&a.url, "url", "", "where a ledger's files are served")
	flag.StringVar(&a.proof, "proof", "", "one entry's proof (`file`, C2SP tlog-proof)")
	flag.StringVar(&a.entry, "entry", "", "the `file` with the entry, if the proof does not bring it")
	flag.StringVar(&a.old, "old", "", "an earlier checkpoint (`file`) that the ledger must extend")
	flag.StringVar(&a.bundle, "bundle", "", "an auditor's bundle (`file`)")
	flag.StringVar(&a.federation, "federation-id", "", "the federation's id, from paper: 64 `hex` digits")
	flag.StringVar(&a.roster, "roster-hash", "", "a roster's hash, from elsewhere: the bundle's must be or follow it")
	flag.StringVar(&a.notAfter, "not-after", "", "the latest `time` that a cosignature may have, as 2026-11-24T18:00:00Z")
	flag.Int64Var(&a.index, "index", -1, "an entry to prove besides")
	asJSON := flag.Bool("json", false, "print one JSON document")
	flag.Parse()
	whats := 0
	for _, what := range []string{a.dir, a.url, a.proof, a.bundle} {
		if what != "" {
			whats++
		}
	}
	if whats != 1 || (a.policy == "") == (a.bundle == "") || (a.federation == "") != (a.bundle == "") || a.roster != "" && a.bundle == "" || flag.NArg() != 0 || a.know() != nil {
		flag.Usage()
		os.Exit(2)
	}
	v, err := a.verify()
	if v.Verified = err == nil; err != nil {
		v.Reason, v.Sentence = "failed", "NOT verified: "+err.Error()+"."
		var why *refusal
		if errors.As(err, &why) {
			v.Reason = why.reason
		}
	}
	if *asJSON {
		json.NewEncoder(os.Stdout).Encode(v)
	} else {
		fmt.Println(v.Sentence)
	}
	if !v.Verified {
		os.Exit(3)
	}
}
