package main

// A bundle: a zip with the charter, and every ledger and book in it.

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
)

var partName = regexp.MustCompile(`^[a-z0-9-]+(/[a-z0-9-]+)*$`)

// readParts reads a zip whose parts are stored, in the order of their names, each name once.
func readParts(file string) (map[string][]byte, error) {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return nil, refuse("bundle", "this is not a zip")
	}
	defer archive.Close()
	parts, last := map[string][]byte{}, ""
	for _, f := range archive.File {
		if !partName.MatchString(f.Name) || f.Name <= last || f.Method != zip.Store ||
			f.UncompressedSize64 > 32<<20 || len(parts) == 16384 {
			return nil, refuse("bundle", "part %q is not one of a bundle, or not in its place", f.Name)
		}
		last = f.Name
		reader, err := f.Open()
		if err != nil {
			return nil, refuse("bundle", "%s cannot be read", f.Name)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			return nil, refuse("bundle", "%s does not have its checksum", f.Name)
		}
		parts[f.Name] = content
	}
	return parts, nil
}

// fields reads the byte strings of one protobuf message, by field number; numbers are left out.
func fields(message []byte) (map[uint64][][]byte, error) {
	found := map[uint64][][]byte{}
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag&7 != 0 && tag&7 != 2 {
			return nil, refuse("charter", "the charter cannot be read")
		}
		message = message[n:]
		value, n := binary.Uvarint(message)
		if n <= 0 || tag&7 == 2 && value > uint64(len(message)-n) {
			return nil, refuse("charter", "the charter cannot be read")
		}
		message = message[n:]
		if tag&7 == 2 {
			found[tag>>3] = append(found[tag>>3], message[:value])
			message = message[value:]
		}
	}
	return found, nil
}

// founder is a member's name and its keys for checkpoints and for cosignatures.
type founder struct {
	name           string
	ledger, mirror []byte
}

// readCharter compares the charter with the id from paper, which is its hash, and gives the founders.
func readCharter(part []byte, federation string) (founders []founder, err error) {
	signed, err := fields(part)
	if err != nil || len(signed[1]) != 1 {
		return nil, refuse("charter", "the charter cannot be read")
	}
	if sum := sha256.Sum256(signed[1][0]); hex.EncodeToString(sum[:]) != federation {
		return nil, refuse("charter", "the charter is of another federation: %x", sum)
	}
	charter, err := fields(signed[1][0])
	if err != nil {
		return nil, err
	}
	for _, card := range charter[3] {
		c, err := fields(card)
		if err != nil || len(c[1]) != 1 || len(c[3]) != 1 || len(c[4]) != 1 || len(c[3][0]) != 32 || len(c[4][0]) != 32 {
			return nil, refuse("charter", "a founder's card cannot be read")
		}
		founders = append(founders, founder{string(c[1][0]), c[3][0], c[4][0]})
	}
	return founders, nil
}

// policyOf makes the policy that the founders' charter implies: of n members, f = (n-1)/3 may lie, and
// (n+f)/2+1 stand by a witnessed checkpoint, its owner among them. A book is its owner's alone.
func policyOf(founders []founder, owner founder, federation, tree string) *policy {
	p := &policy{witnesses: map[string]verifier{}, groups: map[string]group{}, quorum: "none"}
	p.logs = []verifier{keyed(federation[:16]+"/"+owner.name+"/"+tree, algLog, owner.ledger)}
	if tree == "book" {
		return p
	}
	var names []string
	for _, f := range founders {
		if f.name != owner.name {
			name := federation[:16] + "/" + f.name + "/mirror"
			p.witnesses[name] = keyed(name, algWit, f.mirror)
			names = append(names, name)
		}
	}
	n := len(founders)
	if need := (n + (n-1)/3) / 2; need > 0 {
		p.groups["mirrors"], p.quorum = group{need, names}, "mirrors"
	}
	return p
}

func keyed(name string, alg byte, key []byte) verifier {
	sum := sha256.Sum256(append([]byte(name+"\n"), append([]byte{alg}, key...)...))
	return verifier{name, binary.BigEndian.Uint32(sum[:4]), alg, key}
}

func verifyBundle(file, federation string) (v verdict, err error) {
	parts, err := readParts(file)
	if err != nil {
		return v, err
	}
	founders, err := readCharter(parts["charter"], federation)
	if err != nil {
		return v, err
	}
	trees, least := 0, int64(len(founders))
	for _, tree := range []string{"ledger", "book"} {
		for _, owner := range founders {
			size, cosigned, err := verifyPart(parts, policyOf(founders, owner, federation, tree), tree+"/"+owner.name+"/")
			if err != nil {
				return v, err
			}
			v.Size += size
			if size > 0 {
				trees++
			}
			if tree == "ledger" && size > 0 && int64(cosigned) < least {
				least = int64(cosigned)
			}
		}
	}
	v.Cosignatures = int(least)
	v.Sentence = fmt.Sprintf("Verified: the %d entries of the bundle's %d trees are those that their owners signed; each ledger is cosigned by %d mirrors or more.",
		v.Size, trees, least)
	return v, nil
}

// verifyPart checks one tree of a bundle: its entries come to the roots of its checkpoints, the last
// of them signed, and a ledger's witnessed one cosigned by a quorum.
func verifyPart(parts map[string][]byte, p *policy, place string) (size int64, cosigned int, err error) {
	t, err := hashParts(parts, place, &size)
	if err != nil {
		return 0, 0, err
	}
	covered, newest := int64(0), int64(0)
	for _, what := range []string{"witnessed", "signed"} {
		note, there := parts[place+what]
		if !there {
			continue
		}
		c, err := p.open(note)
		if err != nil {
			return 0, 0, err
		}
		if c.tree.N > size {
			return 0, 0, refuse("entries", "%s has %d entries, and its checkpoint %d", place, size, c.tree.N)
		}
		if err := matches(t, c); err != nil {
			return 0, 0, err
		}
		if newest = c.tree.N; what == "witnessed" {
			covered, cosigned = c.tree.N, c.cosignatures
			err = p.witnessed(c)
		}
		if err != nil {
			return 0, 0, err
		}
	}
	if newest != size {
		return 0, 0, refuse("entries", "%s has %d entries, and its last checkpoint %d", place, size, newest)
	}
	if p.quorum != "none" && size > 0 && covered == 0 {
		return 0, 0, refuse("quorum", "%s has no witnessed checkpoint", place)
	}
	return size, cosigned, nil
}

func hashParts(parts map[string][]byte, place string, size *int64) (t tree, err error) {
	var names []string
	for name := range parts {
		if strings.HasPrefix(name, place+"entries/") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for i, name := range names {
		if name != fmt.Sprintf("%sentries/%09d", place, i) {
			return nil, refuse("missing", "%s is there, and not what comes before it", name)
		}
		entries, err := splitAll(name, parts[name], i+1 < len(names))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if err := t.add(*size, entry); err != nil {
				return nil, err
			}
			*size++
		}
	}
	return t, nil
}

// splitAll takes all entries out of a part, which has 256 unless it is the last.
func splitAll(name string, content []byte, full bool) ([][]byte, error) {
	var width int64
	for rest := bytes.NewReader(content); rest.Len() > 1; width++ {
		var length uint16
		binary.Read(rest, binary.BigEndian, &length)
		rest.Seek(int64(length), io.SeekCurrent)
	}
	if width > tileWidth || full && width != tileWidth {
		return nil, refuse("entries", "%s has %d entries", name, width)
	}
	return split(name, content, width, true)
}
