package main

// A bundle: a zip with the charter, the certificates of the rosters since, and every ledger and book.

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	maxBundle = 256 << 20
	maxPart   = 32 << 20
	maxParts  = 16384
	firstDay  = 0x21 // 1 January 1980, as a zip writes it
)

var partName = regexp.MustCompile(`^[a-z0-9-]+(/[a-z0-9-]+){0,5}$`)

// readParts reads a zip in the one form that a bundle has, and takes no other for the same parts.
func readParts(file string) (map[string][]byte, error) {
	content, err := readBundle(file)
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, refuse("bundle", "this is not a zip")
	}
	parts, last := map[string][]byte{}, ""
	for _, f := range archive.File {
		if len(f.Name) > 80 || !partName.MatchString(f.Name) || f.Name <= last || f.Method != zip.Store ||
			f.UncompressedSize64 > maxPart || len(parts) == maxParts {
			return nil, refuse("bundle", "part %q is not one of a bundle, or not in its place", f.Name)
		}
		last = f.Name
		if parts[f.Name], err = readPart(f); err != nil {
			return nil, err
		}
	}
	if !bytes.Equal(content, writeParts(parts)) {
		return nil, refuse("bundle", "the file is not in the one form that a bundle has")
	}
	return parts, nil
}

func readBundle(file string) ([]byte, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, refuse("missing", "the bundle %s cannot be read: it is not there, or not yours to read", file)
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, maxBundle+1))
	if err != nil {
		return nil, refuse("missing", "the bundle %s cannot be read: it is no file, or its disk is broken", file)
	}
	if len(content) > maxBundle {
		return nil, refuse("bundle", "the file is longer than %d bytes", maxBundle)
	}
	return content, nil
}

func readPart(f *zip.File) ([]byte, error) {
	reader, err := f.Open()
	if err != nil {
		return nil, refuse("bundle", "%s cannot be read", f.Name)
	}
	defer reader.Close()
	content, err := io.ReadAll(reader)
	if err != nil {
		return nil, refuse("bundle", "%s does not have its checksum", f.Name)
	}
	return content, nil
}

// writeParts writes the one form: by name, stored, of the first day that a zip knows, and nothing else.
func writeParts(parts map[string][]byte) []byte {
	var file, directory bytes.Buffer
	put := func(to *bytes.Buffer, fields ...any) {
		for _, field := range fields {
			binary.Write(to, binary.LittleEndian, field)
		}
	}
	for _, name := range numbered(parts, "") {
		content, at := parts[name], uint32(file.Len())
		var common bytes.Buffer // flags, method, time, date, checksum, both sizes, of the name, of extra fields
		put(&common, uint16(0), uint16(0), uint16(0), uint16(firstDay), crc32.ChecksumIEEE(content),
			uint32(len(content)), uint32(len(content)), uint16(len(name)), uint16(0))
		put(&file, uint32(0x04034b50), uint16(10), common.Bytes(), []byte(name), content)
		put(&directory, uint32(0x02014b50), uint16(10), uint16(10), common.Bytes(),
			[3]uint16{}, uint32(0), at, []byte(name))
	}
	at, count := uint32(file.Len()), uint16(len(parts))
	put(&file, directory.Bytes(), uint32(0x06054b50), uint32(0), count, count, uint32(directory.Len()), at, uint16(0))
	return file.Bytes()
}

func keyed(name string, alg byte, key []byte) verifier {
	sum := sha256.Sum256(append([]byte(name+"\n"), append([]byte{alg}, key...)...))
	return verifier{name, binary.BigEndian.Uint32(sum[:4]), alg, key}
}

// verifyBundle checks every tree of a bundle by the rosters that its charter and certificates come to.
func verifyBundle(file, federation, wanted string) (v verdict, err error) {
	parts, err := readParts(file)
	if err != nil {
		return v, err
	}
	l, err := readCharter(parts["charter"], federation)
	if err != nil {
		return v, err
	}
	var chain []certificate
	for i, name := range numbered(parts, "roster/") {
		if name != fmt.Sprintf("roster/%09d", i+1) {
			return v, refuse("missing", "%s is there, and not what comes before it", name)
		}
		c, err := l.take(parts[name])
		if err != nil {
			return v, err
		}
		chain = append(chain, c)
	}
	since, err := l.since(wanted)
	if err != nil {
		return v, err
	}
	ledgers := map[string]*ledger{}
	for owner := range l.histories {
		if ledgers[owner], err = l.read(parts, owner); err != nil {
			return v, err
		}
	}
	for name := range parts {
		what, below, _ := strings.Cut(name, "/")
		owner, _, _ := strings.Cut(below, "/")
		if (what == "ledger" || what == "book") && l.histories[owner] == nil {
			return v, refuse("bundle", "%s is of somebody who never belonged", name)
		}
	}
	least, trees := math.MaxInt, 0
	for owner, read := range ledgers {
		if err := l.follow(parts, read); err != nil {
			return v, err
		}
		book, err := l.verifyBook(parts, owner)
		if err != nil {
			return v, err
		}
		for _, size := range []int64{read.size, book} {
			if v.Size += size; size > 0 {
				trees++
			}
		}
		if read.size > 0 && read.cosigned < least {
			least = read.cosigned
		}
	}
	for _, read := range ledgers {
		for _, b := range read.begun {
			if err := l.succeeds(read, b, ledgers); err != nil {
				return v, err
			}
		}
	}
	for _, c := range chain {
		if err := l.compare(c, ledgers); err != nil {
			return v, err
		}
	}
	if least < math.MaxInt {
		v.Cosignatures = least
	}
	v.Sentence = fmt.Sprintf("Verified: the %d entries of the bundle's %d trees are those that their owners signed; each ledger is cosigned by %d mirrors or more; the roster has changed %s%s.",
		v.Size, trees, v.Cosignatures, often(len(chain)), since)
	return v, nil
}

func often(count int) string {
	if count == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", count)
}

// since says how far the chain goes beyond the roster on paper, which must be of it.
func (l *roll) since(wanted string) (string, error) {
	if wanted == "" {
		return "", nil
	}
	hash, _ := hex.DecodeString(wanted)
	r := l.roster(hash)
	if r == nil {
		return "", refuse("roster", "the bundle comes to roster %x, and the one of your paper is not on the way", l.newest().hash)
	}
	if n := l.newest().number - r.number; n > 0 {
		return fmt.Sprintf(", %d of them since the one of your paper", n), nil
	}
	return "", nil
}

// numbered gives the parts below a place, in order.
func numbered(parts map[string][]byte, place string) (names []string) {
	for name := range parts {
		if strings.HasPrefix(name, place) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// ledger is a member's ledger in a bundle, and what it says of rosters, keys and ballots.
type ledger struct {
	owner      string
	tree       tree
	size       int64
	adopts     []adopt
	begun      []begun
	words      map[string]int64 // ballot -> index of the first word on it
	checked    []int64          // sizes of checkpoints that were good
	witnessed  int64            // how many entries a quorum holds
	retires    map[[32]byte]retirement
	cosigned   int
	generation uint64
}

// begun says where a generation begins: what stands before was agreed on by those who retired the
// one before, and needs no signature by older keys.
type begun struct {
	index      int64
	generation uint64
	says       message
}

// retirement is a member's word that it cosigns one generation of another's ledger no more.
type retirement struct {
	index int64
	says  message
}

// since is the size from which on a checkpoint must be signed by every key that was in force.
func (d *ledger) since(covered int64, s standing) int64 {
	for _, b := range d.begun {
		if b.generation <= s.generation && b.index < s.checkpoint.tree.N && b.index > covered {
			covered = b.index
		}
	}
	return covered
}

// adopt says that from an index on a ledger's witnesses are those of a roster.
type adopt struct {
	index int64
	hash  []byte
}

// read hashes a ledger's entries, each signed by its owner's key of that place, and takes what they
// say of rosters and keys.
func (l *roll) read(parts map[string][]byte, owner string) (*ledger, error) {
	d := &ledger{owner: owner, words: map[string]int64{}, retires: map[[32]byte]retirement{}}
	generation, named := uint64(0), l.admitting(owner)
	err := d.hash(parts, "ledger/"+owner+"/", func(index int64, e entry) error {
		if !l.isOf(e, owner, treeLedger) || !e.isBy(l.histories[owner].at(index)) {
			return refuse("entry", "entry %d of %s/ledger is not its author's", index, owner)
		}
		if says, ok := readMessage(e.payload); ok && e.version == 1 {
			switch e.kind {
			case kindSucceed:
				if e.generation > generation && says.numbers[1] == e.generation {
					generation = e.generation
					d.begun = append(d.begun, begun{index, generation, says})
				}
			case kindRetire:
				d.retires[sha256.Sum256(e.signed())] = retirement{index, says}
			case kindAdopt:
				if hash := says.text(1); len(hash) == 32 && len(e.payload) == 34 {
					d.adopts = append(d.adopts, adopt{index, hash})
					if r := l.roster(hash); r != nil && r.number > named.number {
						named = r
					}
				}
			case kindKeys, kindCompromised:
				c, belongs := named.cards[owner]
				if !belongs {
					c = l.admitting(owner).cards[owner]
				}
				if h := l.histories[owner]; e.kind == kindKeys {
					l.histories[owner], _ = h.with(e.payload, index, l.id, owner, c.root())
				} else {
					l.histories[owner] = h.without(e.payload, l.id, owner, c.root())
				}
			case kindCommit, kindDecline:
				ballot := string(says.text(1))
				if _, spoke := d.words[ballot]; !spoke {
					d.words[ballot] = index
				}
			}
		}
		if e.generation != generation {
			return refuse("entry", "entry %d of %s/ledger is of another generation", index, owner)
		}
		return nil
	})
	return d, err
}

func (l *roll) isOf(e entry, owner string, tree uint64) bool {
	return e.author == owner && e.tree == tree && bytes.Equal(e.federation, l.id)
}

// hash takes up a tree's entries, each of which stands once.
func (d *ledger) hash(parts map[string][]byte, place string, check func(int64, entry) error) error {
	names, seen := numbered(parts, place+"entries/"), map[[32]byte]bool{}
	for i, name := range names {
		if name != fmt.Sprintf("%sentries/%09d", place, i) {
			return refuse("missing", "%s is there, and not what comes before it", name)
		}
		frames, err := splitAll(name, parts[name], i+1 < len(names))
		if err != nil {
			return err
		}
		for _, frame := range frames {
			e, ok := readEntry(frame)
			id := sha256.Sum256(e.signed())
			if !ok || seen[id] {
				return refuse("entry", "entry %d of %s is none, or stands there twice", d.size, place)
			}
			if err := check(d.size, e); err != nil {
				return err
			}
			if err := d.tree.add(d.size, frame); err != nil {
				return err
			}
			seen[id] = true
			d.size++
		}
	}
	return nil
}

// course is by whose witnesses the next checkpoint of a ledger is judged, and which of its owner's
// keys must have signed it.
type course struct {
	now     *roster
	sealed  int64
	pending *adopt
	next    *roster
	waiting []adopt
	covered int64
}

// advance takes up the next ADOPT of a newer roster that the owner is on.
func (c *course) advance(l *roll, owner string) {
	for c.pending == nil && len(c.waiting) > 0 {
		first := c.waiting[0]
		r := l.roster(first.hash)
		if r == nil {
			return
		}
		c.waiting = c.waiting[1:]
		if _, on := r.cards[owner]; on && r.number > c.now.number && first.index >= c.sealed {
			c.pending, c.next = &first, r
		}
	}
}

// judge says whether a checkpoint is witnessed: what first covers an ADOPT, by the old set and the new.
func (c *course) judge(l *roll, owner string, msg []byte) (s standing, err error) {
	for {
		if s, err = l.standing(c.now, owner, "ledger", msg, l.histories); err != nil {
			return s, err
		}
		size := s.checkpoint.tree.N
		if !s.witnessed {
			return s, nil
		}
		if c.pending == nil || c.pending.index >= size {
			for _, a := range c.waiting {
				s.witnessed = s.witnessed && a.index >= size
			}
			return s, nil
		}
		if s, err = l.standing(c.next, owner, "ledger", msg, l.histories); err != nil || !s.witnessed {
			return s, err
		}
		c.now, c.sealed, c.pending = c.next, c.pending.index+1, nil
		c.advance(l, owner)
	}
}

// follow goes through a ledger's checkpoints by rising size.
func (l *roll) follow(parts map[string][]byte, d *ledger) error {
	place := "ledger/" + d.owner + "/"
	given := numbered(parts, place+"turns/")
	for i, name := range given {
		if name != fmt.Sprintf("%sturns/%09d", place, i) {
			return refuse("missing", "%s is there, and not what comes before it", name)
		}
	}
	turns := len(given)
	for _, name := range []string{place + "witnessed", place + "signed"} {
		if parts[name] != nil {
			given = append(given, name)
		}
	}
	sizes, newest := map[string]int64{}, int64(0)
	for i, name := range given {
		msg := parts[name]
		if _, err := noteForm(msg); err != nil {
			return err
		}
		c, err := readCheckpoint(msg[:bytes.LastIndex(msg, []byte("\n\n"))+1])
		if err != nil {
			return err
		}
		if i < turns && c.tree.N < newest {
			return refuse("consistency", "%s is smaller than the one before", name)
		}
		newest, sizes[name] = c.tree.N, c.tree.N
	}
	if newest != d.size || len(given) == turns+2 && newest <= sizes[place+"witnessed"] {
		return refuse("entries", "%s has %d entries, and its last checkpoint %d", place, d.size, newest)
	}
	sort.SliceStable(given, func(i, j int) bool { return sizes[given[i]] < sizes[given[j]] })
	c := course{now: l.admitting(d.owner), waiting: d.adopts}
	c.advance(l, d.owner)
	witnessed := d.size == 0
	for _, name := range given {
		msg := parts[name]
		s, err := c.judge(l, d.owner, msg)
		if err == nil {
			err = d.holds(s.checkpoint)
		}
		if err == nil {
			err = l.byAll(d, msg, s, c.covered)
		}
		if err != nil {
			return err
		}
		d.checked, c.covered = append(d.checked, sizes[name]), sizes[name]
		if s.witnessed {
			d.witnessed = sizes[name]
		}
		if name == place+"witnessed" {
			witnessed, d.cosigned = s.witnessed, s.checkpoint.cosignatures
		}
		d.generation = s.generation
	}
	if !witnessed {
		return refuse("quorum", "%s is not witnessed by as many as it takes", place)
	}
	return nil
}

// holds says whether a checkpoint is of a ledger's beginning.
func (d *ledger) holds(c *checkpoint) error {
	if c.tree.N > d.size {
		return refuse("entries", "%s/ledger has %d entries, and a checkpoint %d", d.owner, d.size, c.tree.N)
	}
	return matches(d.tree, c)
}

// byAll checks that a checkpoint is signed by the ledger key of its size and, if it is the first that
// covers a change of keys, by those before; covered is the size of the one before it that is here.
func (l *roll) byAll(d *ledger, msg []byte, s standing, covered int64) error {
	h, c, before := l.histories[d.owner], s.checkpoint, d.since(covered, s)
	for _, k := range h {
		if k.from < h.at(before).from || k.from > c.tree.N {
			continue
		}
		p := &policy{logs: []verifier{keyed(c.origin, algLog, k.ledger)}}
		if _, err := p.open(msg); err != nil {
			return refuse("keys", "the checkpoint of %s/ledger at %d is not signed by the old key and the new one", d.owner, c.tree.N)
		}
	}
	return nil
}

// succeeds checks that a generation of a ledger could begin: as many others as it takes have given up
// the one before, each in an entry that a quorum holds, and nobody of them held more of it.
func (l *roll) succeeds(d *ledger, b begun, ledgers map[string]*ledger) error {
	bad := func(why string) error {
		return refuse("entry", "entry %d of %s/ledger begins no generation: %s", b.index, d.owner, why)
	}
	r := l.admitting(d.owner)
	for _, a := range d.adopts {
		if next := l.roster(a.hash); next != nil && a.index < b.index && next.number > r.number {
			r = next
		}
	}
	if last := l.lastOf(d, b, b.says.text(2)); last == nil || last.N != b.index || !d.beginsWith(last) {
		return bad("what stands before it is not what it says was there")
	}
	given := map[string]bool{}
	for _, content := range b.says.texts[3] {
		m, _ := readMessage(content)
		member, id := string(m.text(1)), [32]byte{}
		copy(id[:], m.text(2))
		_, belongs := r.cards[member]
		other := ledgers[member]
		if !belongs || r.resting[member] || member == d.owner || other == nil || given[member] {
			return bad("it rests on the word of who has none in this")
		}
		word, there := other.retires[id]
		if !there || word.index >= other.witnessed || string(word.says.text(1)) != d.owner || word.says.numbers[2] != b.generation-1 {
			return bad("it rests on an entry that does not retire the one before")
		}
		held := l.lastOf(d, b, word.says.text(3))
		if held == nil || held.N > b.index || !d.beginsWith(held) {
			return bad("a member that retired the one before holds more of it, or something else")
		}
		given[member] = true
	}
	n := int64(len(r.voters()))
	if int64(len(given)) < min((n+(n-1)/3)/2+1, n-1) {
		return bad("too few members have retired the one before")
	}
	return nil
}

// lastOf is the tree of a checkpoint that an owner signed in the generation before one; an empty tree
// if there is no note, nothing if the note is not its.
func (l *roll) lastOf(d *ledger, b begun, msg []byte) *tlog.Tree {
	if len(msg) == 0 {
		return &tlog.Tree{}
	}
	origin := fmt.Sprintf("%s/%s/ledger", hex.EncodeToString(l.id)[:16], d.owner)
	if b.generation > 1 {
		origin = fmt.Sprintf("%s-%d", origin, b.generation-1)
	}
	for _, k := range l.histories[d.owner] {
		p := &policy{logs: []verifier{keyed(origin, algLog, k.ledger)}}
		if c, err := p.open(msg); err == nil {
			return &c.tree
		}
	}
	return nil
}

func (d *ledger) beginsWith(t *tlog.Tree) bool {
	if t.N == 0 {
		return true
	}
	root, err := tlog.TreeHash(t.N, d.tree)
	return t.N <= d.size && err == nil && root == t.Hash
}

// verifyBook checks a book, which is its owner's alone: it is judged by any key that is or was its owner's.
func (l *roll) verifyBook(parts map[string][]byte, owner string) (int64, error) {
	d, place := &ledger{owner: owner}, "book/"+owner+"/"
	err := d.hash(parts, place, func(index int64, e entry) error {
		for _, k := range l.histories[owner] {
			if l.isOf(e, owner, treeBook) && e.isBy(k) {
				return nil
			}
		}
		return refuse("entry", "entry %d of %s/book is not its author's", index, owner)
	})
	msg, there := parts[place+"signed"]
	if err != nil || !there && d.size == 0 {
		return 0, err
	}
	s, err := l.standing(l.newest(), owner, "book", msg, l.histories)
	if err != nil {
		return 0, err
	}
	if s.checkpoint.tree.N != d.size {
		return 0, refuse("entries", "%s has %d entries, and its checkpoint %d", place, d.size, s.checkpoint.tree.N)
	}
	return d.size, d.holds(s.checkpoint)
}

// compare holds what a certificate shows of ledgers against those ledgers: its checkpoints are of
// their beginnings, and its commits their authors' first words.
func (l *roll) compare(c certificate, ledgers map[string]*ledger) error {
	defer anyTime()()
	for author, index := range c.commits {
		if first, spoke := ledgers[author].words[string(c.ballot)]; spoke && first < index {
			return refuse("certificate", "%s had said another word before this one", author)
		}
	}
	for author, notes := range c.notes {
		d := ledgers[author]
		for _, msg := range notes {
			s, err := l.standing(l.newest(), author, "ledger", msg, l.histories)
			if err != nil || s.generation != d.generation || s.checkpoint.tree.N > d.size {
				continue
			}
			if d.holds(s.checkpoint) != nil {
				return refuse("fork", "%s signed two histories of its ledger", author)
			}
			before := int64(0)
			for _, size := range d.checked {
				if size < s.checkpoint.tree.N {
					before = size
				}
			}
			if err := l.byAll(d, msg, s, before); err != nil {
				return err
			}
		}
	}
	return nil
}

// generationOf reads which generation of a tree an origin names: 0 without a number behind it.
func generationOf(origin, first string) (uint64, error) {
	if origin == first {
		return 0, nil
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(origin, first+"-"), 10, 7)
	if err != nil || n < 1 || n > 99 || origin != fmt.Sprintf("%s-%d", first, n) {
		return 0, refuse("other-log", "it is the checkpoint of %s", origin)
	}
	return n, nil
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
