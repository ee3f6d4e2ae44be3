// Command main verifies a Minga ledger with no code of Minga's.
//
// It reads a directory in the static layout of C2SP tlog-tiles and a policy file (C2SP tlog-policy),
// and checks: the checkpoint's signature by the log's key, cosignatures by as many mirrors as the
// policy asks for, that the tiles come to the checkpoint's root, and that one entry is in the tree.
// It uses golang.org/x/mod/sumdb/{note,tlog} for notes and trees.
//
//	main -policy FILE -dir DIR -index N [-json]
//
// Exit status: 0 verified, 3 not verified, 2 wrong usage.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	maxNote    = 1 << 15
	algLog     = 1 // signed-note: Ed25519
	algCosign  = 4 // tlog-cosignature: timestamped Ed25519
)

// policy is what a tlog-policy file says.
type policy struct {
	logs      []note.Verifier
	witnesses map[string]note.Verifier // by the name that the policy gives them
	groups    map[string]group
	quorum    string
}

// group is met when at least need of its members are.
type group struct {
	need    int
	members []string
}

// cosigner verifies cosignature/v1 signatures, which x/mod's note package does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }

func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig)
	if seconds == 0 || seconds > math.MaxInt64 {
		return false
	}
	signed := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", seconds)), text...)
	return ed25519.Verify(c.key, signed, sig[8:])
}

// newVerifier reads a verifier key of one of the two kinds.
func newVerifier(vkey string, alg byte) (note.Verifier, error) {
	if alg == algLog {
		return note.NewVerifier(vkey)
	}
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 || parts[0] == "" {
		return nil, errors.New("not a verifier key: " + vkey)
	}
	key, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != alg {
		return nil, errors.New("not a cosigner's key: " + vkey)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if hex.EncodeToString(sum[:4]) != parts[1] {
		return nil, errors.New("the key id does not belong to the key: " + vkey)
	}
	return cosigner{parts[0], binary.BigEndian.Uint32(sum[:4]), key[1:]}, nil
}

// readPolicy reads a tlog-policy file.
func readPolicy(file string) (*policy, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := &policy{witnesses: map[string]note.Verifier{}, groups: map[string]group{}}
	keys, used := map[string]bool{}, map[string]bool{}
	for number, line := range strings.Split(string(content), "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if err := p.line(words, keys, used); err != nil {
			return nil, fmt.Errorf("policy line %d: %w", number+1, err)
		}
	}
	if p.quorum == "" {
		return nil, errors.New("the policy has no quorum line")
	}
	return p, nil
}

func (p *policy) defined(name string) bool {
	_, witness := p.witnesses[name]
	_, grouped := p.groups[name]
	return witness || grouped
}

func (p *policy) line(words []string, keys, used map[string]bool) error {
	switch {
	case words[0] == "log" && (len(words) == 2 || len(words) == 3):
		v, err := newVerifier(words[1], algLog)
		if err == nil {
			err = once(words[1], keys)
		}
		p.logs = append(p.logs, v)
		return err
	case words[0] == "witness" && (len(words) == 3 || len(words) == 4):
		v, err := newVerifier(words[2], algCosign)
		if err == nil {
			err = once(words[2], keys)
		}
		if p.defined(words[1]) || words[1] == "none" {
			return errors.New("this name stands twice: " + words[1])
		}
		p.witnesses[words[1]] = v
		return err
	case words[0] == "group" && len(words) > 3:
		return p.group(words[1], words[2], words[3:], used)
	case words[0] == "quorum" && len(words) == 2 && p.quorum == "":
		if words[1] != "none" && !p.defined(words[1]) {
			return errors.New("no such witness or group: " + words[1])
		}
		p.quorum = words[1]
		return nil
	}
	return errors.New("not understood: " + strings.Join(words, " "))
}

// once refuses a public key that stands twice, whatever its name and kind.
func once(vkey string, keys map[string]bool) error {
	parts := strings.SplitN(vkey, "+", 3)
	raw, err := base64.StdEncoding.Strict().DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) < 1 {
		return errors.New("not a verifier key: " + vkey)
	}
	if keys[string(raw[1:])] {
		return errors.New("this key stands twice: " + vkey)
	}
	keys[string(raw[1:])] = true
	return nil
}

func (p *policy) group(name, need string, members []string, used map[string]bool) error {
	if p.defined(name) || name == "none" {
		return errors.New("this name stands twice: " + name)
	}
	for _, m := range members {
		if !p.defined(m) || used[m] {
			return errors.New("not defined, or in a group already: " + m)
		}
		used[m] = true
	}
	n, err := strconv.Atoi(need)
	switch need {
	case "any":
		n, err = 1, nil
	case "all":
		n, err = len(members), nil
	}
	if err != nil || n < 1 || n > len(members) {
		return errors.New("a group cannot need " + need)
	}
	p.groups[name] = group{n, members}
	return nil
}

// met says whether the signers satisfy a witness, a group, or none.
func (p *policy) met(name string, signers map[string]bool) bool {
	if name == "none" {
		return true
	}
	if v, ok := p.witnesses[name]; ok {
		return signers[v.Name()]
	}
	g, count := p.groups[name], 0
	for _, m := range g.members {
		if p.met(m, signers) {
			count++
		}
	}
	return count >= g.need
}

// verdict is what is printed.
type verdict struct {
	Verified     bool   `json:"verified"`
	Sentence     string `json:"sentence"`
	Origin       string `json:"origin,omitempty"`
	Size         int64  `json:"size"`
	Root         string `json:"root,omitempty"`
	Cosignatures int    `json:"cosignatures"`
	Index        int64  `json:"index"`
	LeafHash     string `json:"leafHash,omitempty"`
}

// openCheckpoint verifies the signatures on a checkpoint and counts the witnesses.
func openCheckpoint(p *policy, msg []byte) (origin string, tree tlog.Tree, signers map[string]bool, err error) {
	if len(msg) > maxNote {
		return "", tree, nil, errors.New("the checkpoint is too long")
	}
	known := append([]note.Verifier{}, p.logs...)
	for _, v := range p.witnesses {
		known = append(known, v)
	}
	n, err := note.Open(msg, note.VerifierList(known...))
	if err != nil {
		return "", tree, nil, err
	}
	lines := bytes.Count(msg[len(n.Text)+1:], []byte("\n"))
	if len(n.Sigs)+len(n.UnverifiedSigs) != lines {
		return "", tree, nil, errors.New("a signature line of the checkpoint stands twice")
	}
	text := strings.Split(n.Text, "\n")
	if len(text) != 4 || text[3] != "" {
		return "", tree, nil, errors.New("the checkpoint does not have exactly three lines")
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != text[1] {
		return "", tree, nil, errors.New("the checkpoint's size is not a plain number: " + text[1])
	}
	hash, err := tlog.ParseHash(text[2])
	if err != nil || base64.StdEncoding.EncodeToString(hash[:]) != text[2] {
		return "", tree, nil, errors.New("the checkpoint's root is not a hash: " + text[2])
	}
	signers = map[string]bool{}
	for _, s := range n.Sigs {
		signers[s.Name] = true
	}
	signedByLog := false
	for _, l := range p.logs {
		signedByLog = signedByLog || l.Name() == text[0] && signers[l.Name()]
	}
	if !signedByLog {
		return "", tree, nil, errors.New("the checkpoint is not signed by the log it names: " + text[0])
	}
	return text[0], tlog.Tree{N: size, Hash: hash}, signers, nil
}

// tiles reads tiles from a directory; tlog authenticates each against its parent and the root.
type tiles struct{ dir string }

func (t tiles) Height() int                     { return tileHeight }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		// sumdb's paths name the height; tlog-tiles' do not.
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
		content, err := os.ReadFile(filepath.Join(t.dir, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		if len(content) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", path, len(content))
		}
		all = append(all, content)
	}
	return all, nil
}

// readEntry takes one entry out of its bundle, which must hold exactly what the tree's size says,
// and whose entries must all hash to the leaves in the tile beside it. (TileHashReader leaves some
// full tiles unauthenticated; the proof then ties this one, whole, to the signed root.)
func readEntry(dir string, index, size int64) ([]byte, error) {
	bundle, width := index/tileWidth, int64(tileWidth)
	if bundle == size/tileWidth {
		width = size % tileWidth
	}
	tile := tlog.Tile{H: tileHeight, L: 0, N: bundle, W: int(width)}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", tileHeight), "tile/entries/", 1)
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	leaves, err := tiles{dir}.ReadTiles([]tlog.Tile{tile})
	if err != nil {
		return nil, err
	}
	var found []byte
	for i := bundle * tileWidth; i < bundle*tileWidth+width; i++ {
		if len(content) < 2 || len(content) < 2+int(binary.BigEndian.Uint16(content)) {
			return nil, fmt.Errorf("%s ends within entry %d", path, i)
		}
		length := int(binary.BigEndian.Uint16(content))
		if i == index {
			found = content[2 : 2+length]
		}
		leaf := tlog.RecordHash(content[2 : 2+length])
		if at := (i - bundle*tileWidth) * tlog.HashSize; !bytes.Equal(leaf[:], leaves[0][at:at+tlog.HashSize]) {
			return nil, fmt.Errorf("entry %d does not hash to its leaf in the tile", i)
		}
		content = content[2+length:]
	}
	if len(content) != 0 {
		return nil, fmt.Errorf("%s has %d bytes too many", path, len(content))
	}
	return found, nil
}

func verify(policyFile, dir string, index int64) (v verdict, err error) {
	v.Index = index
	p, err := readPolicy(policyFile)
	if err != nil {
		return v, err
	}
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return v, err
	}
	origin, tree, signers, err := openCheckpoint(p, msg)
	if err != nil {
		return v, err
	}
	v.Origin, v.Size, v.Root = origin, tree.N, hex.EncodeToString(tree.Hash[:])
	for _, w := range p.witnesses {
		if signers[w.Name()] {
			v.Cosignatures++
		}
	}
	if !p.met(p.quorum, signers) {
		return v, fmt.Errorf("only %d mirrors cosigned, which is no quorum", v.Cosignatures)
	}
	if index < 0 || index >= tree.N {
		return v, fmt.Errorf("there is no entry %d in a ledger of %d", index, tree.N)
	}
	entry, err := readEntry(dir, index, tree.N)
	if err != nil {
		return v, err
	}
	leaf := tlog.RecordHash(entry)
	v.LeafHash = hex.EncodeToString(leaf[:])
	// The reader checks that the tiles at the right edge come to the signed root.
	reader := tlog.TileHashReader(tree, tiles{dir})
	proof, err := tlog.ProveRecord(tree.N, index, reader)
	if err != nil {
		return v, fmt.Errorf("the tiles do not come to the signed root: %w", err)
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf); err != nil {
		return v, fmt.Errorf("entry %d is not what the tree holds: %w", index, err)
	}
	v.Verified = true
	v.Sentence = fmt.Sprintf("Verified: entry %d is in %s, whose %d entries are signed by their owner and cosigned by %d mirrors.",
		index, origin, tree.N, v.Cosignatures)
	return v, nil
}

func main() {
	policyFile := flag.String("policy", "", "policy file (C2SP tlog-policy)")
	dir := flag.String("dir", "", "directory of one ledger (C2SP tlog-tiles)")
	index := flag.Int64("index", -1, "which entry to prove")
	asJSON := flag.Bool("json", false, "print one JSON document")
	flag.Parse()
	if *policyFile == "" || *dir == "" || *index < 0 || flag.NArg() != 0 {
		flag.Usage()
		os.Exit(2)
	}
	v, err := verify(*policyFile, *dir, *index)
	if err != nil {
		v.Sentence = "NOT verified: " + err.Error()
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
