package main

// Who belongs, and by which keys: the charter, the changes decided since, each with its certificate,
// and what members say of their own keys in their ledgers.

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"regexp"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	kindApprove, kindCommit, kindDecline = 96, 98, 99
	kindAdopt, kindKeys, kindCompromised = 100, 101, 102
	kindRetire, kindSucceed              = 112, 113
	treeLedger, treeBook                 = 1, 2
	maxMembers, maxKeys                  = 64, 1024
)

var memberName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,19}$`)

// message has the fields of a protobuf message by their numbers.
type message struct {
	texts   map[uint64][][]byte
	numbers map[uint64]uint64
}

func readMessage(content []byte) (m message, ok bool) {
	m = message{map[uint64][][]byte{}, map[uint64]uint64{}}
	for len(content) > 0 {
		tag, n := binary.Uvarint(content)
		if n <= 0 || tag>>3 == 0 || tag&7 != 0 && tag&7 != 2 {
			return m, false
		}
		content = content[n:]
		value, n := binary.Uvarint(content)
		if n <= 0 || tag&7 == 2 && value > uint64(len(content)-n) {
			return m, false
		}
		content = content[n:]
		if tag&7 == 0 {
			m.numbers[tag>>3] = value
			continue
		}
		m.texts[tag>>3] = append(m.texts[tag>>3], content[:value])
		content = content[value:]
	}
	return m, true
}

// text is the one byte string of a field; nothing if it is not there, or there twice.
func (m message) text(field uint64) []byte {
	if len(m.texts[field]) != 1 {
		return nil
	}
	return m.texts[field][0]
}

// pae is PASETO's pre-authentication encoding.
func pae(domain string, parts ...[]byte) []byte {
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(parts)+1))
	for _, part := range append([][]byte{[]byte(domain)}, parts...) {
		out = append(binary.LittleEndian.AppendUint64(out, uint64(len(part))), part...)
	}
	return out
}

func number8(value uint64) []byte { return binary.BigEndian.AppendUint64(nil, value) }

// entry is a leaf: what one member signed.
type entry struct {
	federation, key, payload, signature []byte
	author                              string
	tree, generation, version, kind     uint64
}

func readEntry(frame []byte) (e entry, ok bool) {
	m, ok := readMessage(frame)
	e = entry{m.text(1), m.text(3), m.text(8), m.text(9), string(m.text(2)),
		m.numbers[4], m.numbers[5], m.numbers[6], m.numbers[7]}
	return e, ok && e.generation < 100
}

func (e entry) signed() []byte {
	return pae("minga/entry/v1", e.federation, []byte(e.author), e.key, number8(e.tree),
		number8(e.generation), number8(e.version), number8(e.kind), e.payload)
}

func (e entry) isBy(k keys) bool {
	sum := sha256.Sum256(k.entry)
	return bytes.Equal(e.key, sum[:8]) && acceptable(k.entry, e.signed(), e.signature)
}

// keys are those of a member's node, in force from an index of its ledger on.
type keys struct {
	from                       int64
	ledger, mirror, entry, tls []byte
	lost                       map[string]int64 // key -> second until which it was not somebody else's
}

func (k keys) signing() [][]byte { return [][]byte{k.ledger, k.mirror, k.entry} }

// history is all keys that a member's node had, the oldest first.
type history []keys

func (h history) at(index int64) keys {
	found := h[0]
	for _, k := range h {
		if k.from <= index {
			found = k
		}
	}
	return found
}

// with takes a KEYS statement at an index of the ledger, if the root key signed it and it is the next.
func (h history) with(payload []byte, index int64, id []byte, member string, root []byte) (history, bool) {
	m, ok := readMessage(payload)
	next := keys{index + 1, m.text(1), m.text(2), m.text(3), m.text(4), map[string]int64{}}
	serial, byRoot := m.numbers[5], m.text(6)
	var written []byte
	for i, key := range append(next.signing(), next.tls) {
		ok = ok && len(key) == 32
		written = append(append(written, byte(i+1)<<3|2, 32), key...)
	}
	written = binary.AppendUvarint(append(written, 5<<3), serial)
	written = append(append(written, 6<<3|2, 64), byRoot...)
	if !ok || !bytes.Equal(payload, written) || serial != uint64(len(h)) || len(h) > maxKeys ||
		!acceptableRoot(root, pae("minga/keys/v1", id, []byte(member), number8(serial),
			next.ledger, next.mirror, next.entry, next.tls), byRoot) {
		return h, false
	}
	for _, mine := range next.signing() {
		taken := bytes.Equal(mine, root)
		for _, before := range h {
			for _, other := range before.signing() {
				taken = taken || bytes.Equal(mine, other)
			}
			taken = taken || bytes.Equal(next.tls, before.tls)
		}
		if taken {
			return h, false
		}
	}
	return append(append(history{}, h...), next), true
}

// without takes a COMPROMISED statement, if the root key signed it and the key is or was the member's.
func (h history) without(payload, id []byte, member string, root []byte) history {
	m, ok := readMessage(payload)
	key, byRoot, zigzag := m.text(1), m.text(3), m.numbers[2]
	written := append([]byte{1<<3 | 2, 32}, key...)
	if zigzag != 0 {
		written = binary.AppendUvarint(append(written, 2<<3), zigzag)
	}
	written = append(append(written, 3<<3|2, 64), byRoot...)
	since := int64(zigzag>>1) ^ -int64(zigzag&1)
	if !ok || !bytes.Equal(payload, written) ||
		!acceptableRoot(root, pae("minga/compromised/v1", id, []byte(member), key, number8(uint64(since))), byRoot) {
		return h
	}
	longer := append(history{}, h...)
	for i, k := range h {
		for _, mine := range k.signing() {
			if before, known := k.lost[string(key)]; bytes.Equal(mine, key) && (!known || since/1000 < before) {
				longer[i].lost = clone(k.lost)
				longer[i].lost[string(key)] = since / 1000
			}
		}
	}
	return longer
}

// card is what a member shows of itself, with the root keys that it had before, the oldest first.
type card struct {
	name  string
	roots [][]byte
	keys  keys
}

func (c card) root() []byte { return c.roots[len(c.roots)-1] }

func readCard(content []byte) (c card, ok bool) {
	m, ok := readMessage(content)
	c = card{string(m.text(1)), [][]byte{m.text(2)}, keys{0, m.text(3), m.text(4), m.text(5), m.text(6), map[string]int64{}}}
	for _, key := range append(c.keys.signing(), c.keys.tls) {
		ok = ok && len(key) == 32
	}
	ok = ok && isRootKey(c.root())
	return c, ok && memberName.MatchString(c.name)
}

// roster is the members after so many changes. Who rests belongs, and has no vote; who is in
// quarantine is left out of learning only.
type roster struct {
	hash        []byte
	number      int
	cards       map[string]card
	resting     map[string]bool
	quarantined map[string]bool
	rolledBack  map[string]bool // each as it was written
}

// followed is the same members one change on, with maps of its own.
func (r *roster) followed(hash []byte) *roster {
	return &roster{hash, r.number + 1, clone(r.cards), clone(r.resting), clone(r.quarantined), clone(r.rolledBack)}
}

func clone[V any](of map[string]V) map[string]V {
	to := map[string]V{}
	for key, value := range of {
		to[key] = value
	}
	return to
}

func (r *roster) voters() (names []string) {
	for name := range r.cards {
		if !r.resting[name] {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// needed says how many others must cosign a member's checkpoints: of n voters (n-1)/3 may lie, and
// (n+f)/2+1 stand by what is witnessed, its owner among them if it votes.
func (r *roster) needed(owner string) int {
	n := len(r.voters())
	need := (n + (n-1)/3) / 2
	if r.resting[owner] {
		need++
	}
	return need
}

// roll is everybody who belongs or did.
type roll struct {
	id        []byte // of the federation
	rosters   []*roster
	used      map[string]bool // names and keys that were ever a member's
	histories map[string]history
}

// readCharter compares the charter with the id from paper, which is its hash, and begins the roll.
func readCharter(part []byte, federation string) (*roll, error) {
	signed, ok := readMessage(part)
	charter := signed.text(1)
	sum := sha256.Sum256(charter)
	if !ok || charter == nil {
		return nil, refuse("charter", "the charter cannot be read")
	}
	if hex.EncodeToString(sum[:]) != federation {
		return nil, refuse("charter", "the charter is of another federation: %x", sum)
	}
	l := &roll{id: sum[:], used: map[string]bool{}, histories: map[string]history{}}
	r := &roster{sum[:], 0, map[string]card{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	read, ok := readMessage(charter)
	for _, content := range read.texts[3] {
		c, fine := readCard(content)
		ok = ok && fine && l.isNew(c)
		r.cards[c.name] = c
		l.begin(c)
	}
	if l.rosters = []*roster{r}; !ok || len(r.cards) == 0 {
		return nil, refuse("charter", "a founder's card cannot be read")
	}
	return l, nil
}

func (c card) marks() []string {
	return []string{"name " + c.name, "key " + string(c.root()), "key " + string(c.keys.ledger),
		"key " + string(c.keys.mirror), "key " + string(c.keys.entry), "tls " + string(c.keys.tls)}
}

func (l *roll) isNew(c card) bool {
	for _, mark := range c.marks() {
		if l.used[mark] {
			return false
		}
	}
	return true
}

func (l *roll) begin(c card) {
	for _, mark := range c.marks() {
		l.used[mark] = true
	}
	if l.histories[c.name] == nil {
		l.histories[c.name] = history{c.keys}
	}
}

func (l *roll) newest() *roster { return l.rosters[len(l.rosters)-1] }

func (l *roll) roster(hash []byte) *roster {
	for _, r := range l.rosters {
		if bytes.Equal(r.hash, hash) {
			return r
		}
	}
	return nil
}

// admitting is the first roster with a member: its ledger begins under it.
func (l *roll) admitting(member string) *roster {
	for _, r := range l.rosters {
		if _, there := r.cards[member]; there {
			return r
		}
	}
	return nil
}

// apply makes a change of the newest roster, or says that it cannot follow.
func (l *roll) apply(change []byte) bool {
	now := l.newest()
	sum := sha256.Sum256(pae("minga/roster/v1", now.hash, change))
	next := now.followed(sum[:])
	m, ok := readMessage(change)
	if !ok || len(m.texts) != 1 || len(m.numbers) != 0 {
		return false
	}
	for field, texts := range m.texts {
		if len(texts) != 1 {
			return false
		}
		who := string(texts[0])
		_, belongs := now.cards[who]
		votes := belongs && !now.resting[who]
		switch field {
		case 1: // admit
			c, fine := readCard(texts[0])
			ok = fine && l.isNew(c) && len(now.cards) < maxMembers
			next.cards[c.name] = c
			l.begin(c)
		case 2: // remove
			ok = belongs
			delete(next.cards, who)
			delete(next.resting, who)
			delete(next.quarantined, who)
		case 3: // let rest
			ok = votes
			next.resting[who] = true
		case 4: // wake
			ok = belongs && !votes
			delete(next.resting, who)
		case 5: // another root key
			k, _ := readMessage(texts[0])
			c, known := now.cards[string(k.text(1))]
			var written []byte // the one form of it
			for field := uint64(1); field <= 4; field++ {
				written = append(append(written, byte(field)<<3|2, byte(len(k.text(field)))), k.text(field)...)
			}
			if !bytes.Equal(texts[0], written) || !known || !isRootKey(k.text(2)) || l.used["key "+string(k.text(2))] {
				return false
			}
			signed := pae("minga/root-key/v1", l.id, k.text(1), c.root(), k.text(2))
			ok = acceptableRoot(c.root(), signed, k.text(3)) && acceptableRoot(k.text(2), signed, k.text(4))
			c.roots = append(append([][]byte{}, c.roots...), k.text(2))
			next.cards[c.name] = c
			l.used["key "+string(c.root())] = true
		case 6: // other rules, which are not read here
		case 7: // learn without
			ok = belongs && !now.quarantined[who]
			next.quarantined[who] = true
		case 8: // learn with again
			ok = now.quarantined[who]
			delete(next.quarantined, who)
		case 9: // take the common model back
			ok = isRollBack(texts[0]) && !now.rolledBack[who]
			next.rolledBack[who] = true
		default:
			ok = false
		}
	}
	l.rosters = append(l.rosters, next)
	return ok && len(next.voters()) > 0
}

// isRollBack says whether bytes name two versions of the common model, in the one form that such a pair has.
func isRollBack(content []byte) bool {
	m, ok := readMessage(content)
	from, to := m.text(1), m.text(2)
	written := append(append([]byte{1<<3 | 2, 32}, from...), append([]byte{2<<3 | 2, 32}, to...)...)
	return ok && len(from) == 32 && len(to) == 32 && !bytes.Equal(from, to) && bytes.Equal(content, written)
}

// certificate is what shows that a change was decided, and where its words stand in ledgers.
type certificate struct {
	ballot  []byte
	commits map[string]int64 // by author
	notes   map[string][][]byte
}

// take checks the certificate of the next roster: as many voters as decide have approved the change
// and committed to one ballot on it, each in an entry under a checkpoint that a quorum witnessed.
func (l *roll) take(content []byte) (c certificate, err error) {
	defer anyTime()()
	r, n := l.newest(), len(l.newest().voters())
	bad := func(format string, values ...any) (certificate, error) {
		return c, refuse("certificate", "change %d of the roster was not decided: "+format, append([]any{r.number + 1}, values...)...)
	}
	m, ok := readMessage(content)
	change := m.text(2)
	c = certificate{m.text(3), map[string]int64{}, map[string][][]byte{}}
	if !ok || change == nil || c.ballot == nil {
		return bad("its certificate cannot be read")
	}
	if !bytes.Equal(m.text(1), r.hash) {
		return bad("its certificate is about what follows another roster")
	}
	name := sha256.Sum256(change)
	ballot, ok := readMessage(c.ballot)
	if !ok || ballot.numbers[1] != 1 || !bytes.Equal(ballot.text(2), r.hash) || !bytes.Equal(ballot.text(3), name[:]) {
		return bad("the ballot is not about the change")
	}
	histories := map[string]history{}
	for member, c := range r.cards {
		histories[member] = history{c.keys}
	}
	for _, content := range m.texts[6] {
		k, _ := readMessage(content)
		member := string(k.text(1))
		roots := r.cards[member].roots
		for _, payload := range k.texts[2] {
			longer, ok := history(nil), false
			for ; len(roots) > 0; roots = roots[1:] {
				if longer, ok = histories[member].with(payload, 0, l.id, member, roots[0]); ok {
					break
				}
			}
			if !ok {
				return bad("keys of %q are not its own", member)
			}
			histories[member] = longer
		}
	}
	approval := append(append(append([]byte{8, 1, 2<<3 | 2, 32}, r.hash...), 3<<3|2), binary.AppendUvarint(nil, uint64(len(change)))...)
	approval = append(approval, change...)
	approvals := map[string]int64{}
	for field := 4; field <= 5; field++ {
		words := map[int]map[string]int64{4: c.commits, 5: approvals}[field]
		for _, content := range m.texts[uint64(field)] {
			e, index, note, why := l.proven(r, histories, content)
			if why != "" {
				return bad("%s", why)
			}
			says, _ := readMessage(e.payload)
			commits := field == 4 && e.kind == kindCommit && bytes.Equal(says.text(1), c.ballot)
			approves := field == 5 && e.kind == kindApprove && bytes.Equal(e.payload, approval)
			if !commits && !approves || e.version != 1 {
				return bad("an entry of %s says something else", e.author)
			}
			words[e.author] = index
			c.notes[e.author] = append(c.notes[e.author], note)
		}
		if need := 2*n/3 + 1; len(words) < need {
			return bad("%d members have said so, it takes %d", len(words), need)
		}
	}
	if !l.apply(change) {
		return bad("the change cannot follow")
	}
	return c, nil
}

// proven reads an entry with its proof: its author votes and signed it, and it stands under a
// checkpoint that a quorum of the voters witnessed.
func (l *roll) proven(r *roster, histories map[string]history, content []byte) (e entry, index int64, note []byte, why string) {
	m, ok := readMessage(content)
	e, fine := readEntry(m.text(1))
	h := histories[e.author]
	if !ok || !fine || h == nil || r.resting[e.author] {
		return e, 0, nil, fmt.Sprintf("%q has no vote in this", e.author)
	}
	signer := -1
	for serial, k := range h {
		if e.isBy(k) {
			signer = serial
		}
	}
	if signer < 0 || e.tree != treeLedger || !bytes.Equal(e.federation, l.id) {
		return e, 0, nil, "an entry in it is not " + e.author + "'s"
	}
	note = m.text(5)
	s, err := l.standing(r, e.author, "ledger", note, histories)
	if err != nil {
		return e, 0, nil, fmt.Sprintf("the checkpoint of %s: %v", e.author, err)
	}
	if !s.witnessed {
		return e, 0, nil, fmt.Sprintf("%d cosigned the checkpoint of %s, it takes %d", s.checkpoint.cosignatures, e.author, r.needed(e.author))
	}
	if s.signer < signer || s.generation != e.generation {
		return e, 0, nil, "the checkpoint of " + e.author + " is by an older key than the entry under it, or of another generation"
	}
	var path tlog.RecordProof
	for _, hash := range m.texts[4] {
		if len(hash) != tlog.HashSize {
			return e, 0, nil, "a path is not one"
		}
		path = append(path, *(*tlog.Hash)(hash))
	}
	index, tree := int64(m.numbers[2]), s.checkpoint.tree
	if index < 0 || index >= tree.N || int64(m.numbers[3]) != tree.N ||
		tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(m.text(1))) != nil {
		return e, 0, nil, "an entry of " + e.author + " does not stand where it should"
	}
	return e, index, note, ""
}

// standing is what a checkpoint of a member's tree is worth by the witnesses of one roster.
type standing struct {
	checkpoint *checkpoint
	generation uint64
	signer     int // which of its owner's keys, the oldest is 0
	witnessed  bool
}

// standing judges a checkpoint by the keys that it names, of those that members have or had.
func (l *roll) standing(r *roster, owner, tree string, msg []byte, histories map[string]history) (s standing, err error) {
	lines, err := noteForm(msg)
	if err != nil {
		return s, err
	}
	c, err := readCheckpoint(msg[:bytes.LastIndex(msg, []byte("\n\n"))+1])
	if err != nil {
		return s, err
	}
	name := hex.EncodeToString(l.id)[:16] + "/"
	if s.generation, err = generationOf(c.origin, name+owner+"/"+tree); err != nil {
		return s, err
	}
	named := func(v verifier) bool {
		for _, line := range lines {
			if line.name == v.name && line.hash == v.hash {
				return true
			}
		}
		return false
	}
	// The newest of a member's keys that the note names, else its newest.
	choose := func(of func(keys) verifier, h history) (v verifier, serial int) {
		for serial := len(h) - 1; serial >= 0; serial-- {
			if v := of(h[serial]); named(v) {
				return v, serial
			}
		}
		return of(h[len(h)-1]), len(h) - 1
	}
	log, serial := choose(func(k keys) verifier { return keyed(c.origin, algLog, k.ledger) }, histories[owner])
	s.signer = serial
	p := &policy{logs: []verifier{log}, witnesses: map[string]verifier{}, groups: map[string]group{}, quorum: "none"}
	if tree == "ledger" {
		used := map[string]bool{string(log.key): true}
		var names []string
		// A key that two call their own is of the one whose name stands beside it on the note.
		for _, onNote := range []bool{true, false} {
			for _, voter := range r.voters() {
				v, _ := choose(func(k keys) verifier { return keyed(name+voter+"/mirror", algWit, k.mirror) }, histories[voter])
				if voter != owner && named(v) == onNote && !used[string(v.key)] {
					used[string(v.key)] = true
					p.witnesses[v.name] = v
					names = append(names, v.name)
				}
			}
		}
		if need := r.needed(owner); need > 0 {
			p.groups["mirrors"], p.quorum = group{need, names}, "mirrors"
		}
	}
	if s.checkpoint, err = p.open(msg); err == nil {
		for _, v := range p.witnesses {
			if s.checkpoint.signers[v.name] && r.isLost(v, lines, histories) {
				delete(s.checkpoint.signers, v.name)
				s.checkpoint.cosignatures--
			}
		}
	}
	s.witnessed = err == nil && p.witnessed(s.checkpoint) == nil
	return s, err
}

// isLost says whether a mirror's key was perhaps somebody else's, as a voter says that had it, at the
// time of its cosignature.
func (r *roster) isLost(mirror verifier, lines []sigLine, histories map[string]history) bool {
	for _, line := range lines {
		if line.name != mirror.name || line.hash != mirror.hash {
			continue
		}
		for _, voter := range r.voters() {
			if !strings.HasSuffix(mirror.name, "/"+voter+"/mirror") {
				continue // who calls another's key its own says nothing of it
			}
			for _, k := range histories[voter] {
				if last, lost := k.lost[string(mirror.key)]; lost && int64(binary.BigEndian.Uint64(line.sig)) > last {
					return true
				}
			}
		}
	}
	return false
}
