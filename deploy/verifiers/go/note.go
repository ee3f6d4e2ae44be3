package main

// Checkpoints and the policies by which they are judged.

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	maxNote  = 1 << 16
	maxSize  = 1 << 62
	maxLines = 100
	algLog   = 1 // signed-note: Ed25519
	algWit   = 4 // tlog-cosignature: timestamped Ed25519
)

// checkpoint is a log's signed tree head, and which witnesses the policy knows that cosigned it.
type checkpoint struct {
	origin       string
	tree         tlog.Tree
	signers      map[string]bool
	cosignatures int
}

// verifier checks signatures of one key, by the rule for ledgers: canonical A and R, S < L, A not of
// small order, the cofactorless equation.
type verifier struct {
	name string
	hash uint32
	alg  byte
	key  ed25519.PublicKey
}

func (v verifier) Name() string    { return v.name }
func (v verifier) KeyHash() uint32 { return v.hash }

func (v verifier) Verify(text, sig []byte) bool {
	if v.alg == algLog {
		return acceptable(v.key, text, sig)
	}
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), text)
	return acceptable(v.key, []byte(signed), sig[8:])
}

// smallOrder has the y of every point whose order divides 8, little-endian without the sign of x.
var smallOrder = map[string]bool{
	"0000000000000000000000000000000000000000000000000000000000000000": true,
	"0100000000000000000000000000000000000000000000000000000000000000": true,
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05": true,
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a": true,
}

var prime = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))

// acceptable adds to Go's own check, which compares R as bytes and refuses S >= L, that A is written
// in its one form and is not of small order.
func acceptable(key ed25519.PublicKey, text, sig []byte) bool {
	y := append([]byte{}, key...)
	y[31] &= 0x7f
	big := make([]byte, len(y))
	for i, b := range y {
		big[len(y)-1-i] = b
	}
	return number(big).Cmp(prime) < 0 && !smallOrder[hex.EncodeToString(y)] &&
		len(sig) == ed25519.SignatureSize && ed25519.Verify(key, text, sig)
}

// acceptableRoot is acceptable for a root key, which may be on P-256 instead: an uncompressed point
// of SEC 1, and r and s in 32 bytes each with s at most half the order, so that each has one form.
func acceptableRoot(key, text, sig []byte) bool {
	if len(key) == ed25519.PublicKeySize {
		return acceptable(key, text, sig)
	}
	if !isRootKey(key) || len(sig) != 64 {
		return false
	}
	x, y := elliptic.Unmarshal(elliptic.P256(), key) // nil if it is no point of the curve
	if x == nil {
		return false
	}
	r, s := number(sig[:32]), number(sig[32:])
	hash := sha256.Sum256(text)
	half := new(big.Int).Rsh(elliptic.P256().Params().N, 1)
	return s.Cmp(half) <= 0 && ecdsa.Verify(&ecdsa.PublicKey{Curve: elliptic.P256(), X: x, Y: y}, hash[:], r, s)
}

// isRootKey tells by the length whether a key is one that an organisation may have.
func isRootKey(key []byte) bool {
	return len(key) == ed25519.PublicKeySize || len(key) == 65 && key[0] == 4
}

func number(bigEndian []byte) *big.Int { return new(big.Int).SetBytes(bigEndian) }

// newVerifier reads a verifier key, name+id+base64(type || key).
func newVerifier(text string, alg byte) (v verifier, err error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || !isName(parts[0]) {
		return v, refuse("policy", "not a verifier key: %s", text)
	}
	key, err := canonical64(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != alg {
		return v, refuse("policy", "not a key of the kind that belongs there: %s", text)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if hex.EncodeToString(sum[:4]) != parts[1] {
		return v, refuse("policy", "the key id does not belong to the key: %s", text)
	}
	return verifier{parts[0], binary.BigEndian.Uint32(sum[:4]), alg, key[1:]}, nil
}

func isName(name string) bool {
	return name != "" && utf8.ValidString(name) &&
		strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '+' || r < 0x20 }) < 0
}

// policy is what a tlog-policy file says.
type policy struct {
	logs      []verifier
	witnesses map[string]verifier // by the name that the policy gives them
	groups    map[string]group
	quorum    string
}

// group is met when at least need of its members are.
type group struct {
	need    int
	members []string
}

func readPolicy(content []byte) (*policy, error) {
	p := &policy{witnesses: map[string]verifier{}, groups: map[string]group{}}
	if len(content) > 1<<17 || !bytes.HasSuffix(content, []byte("\n")) {
		return nil, refuse("policy", "the policy is too long, or its last line does not end")
	}
	used := map[string]bool{} // keys by kind, and members of groups
	lines := strings.Split(string(content[:len(content)-1]), "\n")
	for number, line := range lines {
		if strings.IndexFunc(line, func(r rune) bool { return r < 0x20 && r != '\t' || r == 0x7f }) >= 0 {
			return nil, refuse("policy", "policy line %d has a control character", number+1)
		}
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if err := p.line(words, used); err != nil {
			return nil, refuse("policy", "policy line %d: %v", number+1, err)
		}
	}
	if p.quorum == "" || len(p.logs) > 128 || len(p.witnesses) > 128 || len(p.groups) > 128 {
		return nil, refuse("policy", "the policy has no quorum line, or too many lines of one kind")
	}
	return p, nil
}

func (p *policy) defined(name string) bool {
	_, witness := p.witnesses[name]
	_, grouped := p.groups[name]
	return witness || grouped
}

func (p *policy) line(words []string, used map[string]bool) error {
	switch {
	case words[0] == "log" && (len(words) == 2 || len(words) == 3):
		v, err := newVerifier(words[1], algLog)
		p.logs = append(p.logs, v)
		return first(err, once(used, "log "+string(v.key)))
	case words[0] == "witness" && (len(words) == 3 || len(words) == 4):
		v, err := newVerifier(words[2], algWit)
		if p.defined(words[1]) || words[1] == "none" {
			return errors.New("this name stands twice: " + words[1])
		}
		p.witnesses[words[1]] = v
		return first(err, once(used, "witness "+string(v.key)))
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

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func once(used map[string]bool, what string) error {
	if used[what] {
		return errors.New("one key or member stands twice")
	}
	used[what] = true
	return nil
}

func (p *policy) group(name, need string, members []string, used map[string]bool) error {
	if p.defined(name) || name == "none" {
		return errors.New("this name stands twice: " + name)
	}
	for _, m := range members {
		if !p.defined(m) {
			return errors.New("not defined: " + m)
		}
		if err := once(used, "member "+m); err != nil {
			return err
		}
	}
	n, err := strconv.Atoi(need)
	switch need {
	case "any":
		n, err = 1, nil
	case "all":
		n, err = len(members), nil
	}
	if err != nil || n < 1 || n > len(members) || need[0] == '0' || need[0] == '+' {
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
		return signers[v.name]
	}
	g, count := p.groups[name], 0
	for _, m := range g.members {
		if p.met(m, signers) {
			count++
		}
	}
	return count >= g.need
}

func (p *policy) witnessed(c *checkpoint) error {
	if !p.met(p.quorum, c.signers) {
		return refuse("quorum", "only %d mirrors cosigned, which is no quorum", c.cosignatures)
	}
	return nil
}

// notAfter is the latest second that a cosignature may have, where the reader knows how late it is.
var notAfter int64 = math.MaxInt64

// anyTime lifts that, for what everybody must judge alike at all times, until the function it gives is called.
func anyTime() func() {
	was := notAfter
	notAfter = math.MaxInt64
	return func() { notAfter = was }
}

// noneAhead refuses cosignatures, of those that are valid, whose time has not come.
func noneAhead(lines []sigLine, known []note.Verifier) error {
	for _, k := range known {
		for _, line := range lines {
			if k.(verifier).alg == algWit && line.name == k.Name() && line.hash == k.KeyHash() &&
				int64(binary.BigEndian.Uint64(line.sig)) > notAfter {
				return refuse("timestamp", "the time of a cosignature by %s has not come yet", line.name)
			}
		}
	}
	return nil
}

// open reads a signed checkpoint and verifies the signatures of all keys that the policy knows.
func (p *policy) open(msg []byte) (*checkpoint, error) {
	lines, err := noteForm(msg)
	if err != nil {
		return nil, err
	}
	c, err := readCheckpoint(msg[:bytes.LastIndex(msg, []byte("\n\n"))+1])
	if err != nil {
		return nil, err
	}
	var known []note.Verifier
	for _, v := range p.logs {
		if v.name == c.origin {
			known = append(known, v)
		}
	}
	if len(known) == 0 {
		return nil, refuse("other-log", "it is the checkpoint of %s", c.origin)
	}
	owners := len(known)
	for _, v := range p.witnesses {
		known = append(known, v)
	}
	if err := noTwice(lines, known); err != nil {
		return nil, err
	}
	n, err := note.Open(msg, note.VerifierList(known...))
	var unknown *note.UnverifiedNoteError
	if errors.As(err, &unknown) {
		return nil, refuse("not-signed", "none whom the policy knows signed the checkpoint")
	}
	if err != nil {
		return nil, refuse("signature", "a signature on the checkpoint is not valid: %v", err)
	}
	if err := noneAhead(lines, known); err != nil {
		return nil, err
	}
	c.signers = map[string]bool{}
	for _, s := range n.Sigs {
		c.signers[s.Name] = true
	}
	for _, v := range known[:owners] {
		if !c.signers[v.Name()] {
			return nil, refuse("not-signed", "the owner of %s did not sign it", c.origin)
		}
	}
	c.cosignatures = len(n.Sigs) - 1
	return c, nil
}

// sigLine is a signature line of a note.
type sigLine struct {
	name string
	hash uint32
	sig  []byte
}

// noteForm checks what Go's note package is lenient about, and gives the signature lines.
func noteForm(msg []byte) (lines []sigLine, err error) {
	at := bytes.LastIndex(msg, []byte("\n\n"))
	control := bytes.IndexFunc(msg, func(r rune) bool { return r < 0x20 && r != '\n' })
	if len(msg) > maxNote || !utf8.Valid(msg) || control >= 0 || at < 0 || !bytes.HasSuffix(msg[at+2:], []byte("\n")) {
		return nil, refuse("note", "the checkpoint is not a signed note")
	}
	for _, line := range strings.Split(string(msg[at+2:len(msg)-1]), "\n") {
		words := strings.Split(line, " ")
		if len(words) != 3 || words[0] != "—" || !isName(words[1]) {
			return nil, refuse("note", "a signature line is not in the form of one")
		}
		sig, err := canonical64(words[2])
		if err != nil || len(sig) < 5 {
			return nil, refuse("note", "a signature is not canonical base64")
		}
		lines = append(lines, sigLine{words[1], binary.BigEndian.Uint32(sig), sig[4:]})
	}
	if len(lines) > maxLines {
		return nil, refuse("note", "the checkpoint has too many signatures")
	}
	return lines, nil
}

// noTwice refuses a second line by a known key, and cosignatures whose time cannot be.
func noTwice(lines []sigLine, known []note.Verifier) error {
	for _, k := range known {
		count := 0
		for _, line := range lines {
			if line.name != k.Name() || line.hash != k.KeyHash() {
				continue
			}
			if count++; count > 1 {
				return refuse("repeated", "%s signed twice", line.name)
			}
			if k.(verifier).alg == algWit && len(line.sig) == 8+ed25519.SignatureSize {
				if seconds := binary.BigEndian.Uint64(line.sig); seconds == 0 || seconds > math.MaxInt64 {
					return refuse("timestamp", "the time of a cosignature by %s cannot be", line.name)
				}
			}
		}
	}
	return nil
}

// readCheckpoint reads a note's text (C2SP tlog-checkpoint, without extension lines).
func readCheckpoint(text []byte) (*checkpoint, error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return nil, refuse("checkpoint", "the checkpoint does not have exactly three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size >= maxSize || strconv.FormatInt(size, 10) != lines[1] {
		return nil, refuse("checkpoint", "the checkpoint's size is not a plain number: %s", lines[1])
	}
	root, err := canonical64(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return nil, refuse("checkpoint", "the checkpoint's root is not a hash: %s", lines[2])
	}
	hash := *(*tlog.Hash)(root)
	if size == 0 && hash != tlog.Hash(sha256.Sum256(nil)) {
		return nil, refuse("checkpoint", "an empty tree has another root")
	}
	return &checkpoint{origin: lines[0], tree: tlog.Tree{N: size, Hash: hash}}, nil
}
