package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"back2core/flows"
)

// canary is a word of a patient's that must not be found in a file.
const canary = "ooievaarsnest"

// closed makes a file with a patient in it and returns its path.
func closed(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "back2core.db")
	s, err := Open(path, Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error { return furnish(tx, "p1", "tg:1", canary) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// newKeys draws a key.
func newKeys(t testing.TB) *Keys {
	t.Helper()
	k, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestNothingThatAPatientSaidCanBeReadInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "back2core.db")
	words := func(n int) string { return fmt.Sprintf("%s %d", canary, n) }
	s := openAt(t, path)
	for n := range 20 { // a life: what is written anew leaves its old pages behind
		update(t, s, func(tx *Tx) error {
			p := newcomer("p1", noon)
			p.Profile.Name, p.Course.Activities = words(n), []flows.Activity{{Words: words(n)}}
			if n == 0 {
				return furnish(tx, "p1", "tg:1", words(n))
			}
			m := message("tg:1", "p1", flows.Answer, "hello")
			m.Reply.Args = flows.Args{"name": words(n)}
			return errors.Join(
				tx.SavePatient(p),
				tx.AppendDiary("p1", []flows.Entry{{Seq: n + 1, At: noon, Kind: "said", Data: map[string]string{"words": words(n)}}}),
				tx.KeepRaw("p1", n+10, []byte(words(n)), words(n), noon),
				tx.SetAsked("tg:1", Asked{Form: "intake", Run: n, Question: "name", Reply: m.Reply, At: noon}),
				buryNew(tx, m),
			)
		})
		update(t, s, func(tx *Tx) error {
			_, err := tx.DropRaw(noon.Add(time.Second))
			return errors.Join(err, tx.DropAsked("tg:1", "intake", n-1, "name"))
		})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(read(t, path), []byte(canary)) {
		t.Error("the words can be read in the file")
	}
	s = openAt(t, path)
	view(t, s, func(tx *Tx) error {
		p, err := tx.Patient("p1")
		if p.Profile.Name != words(19) {
			t.Errorf("the patient is called %q: the test proves nothing", p.Profile.Name)
		}
		return err
	})
}

func TestARecordOpensAtItsOwnPlaceOnly(t *testing.T) {
	s, err := Open(closed(t), Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, to := range []struct{ bucket, key []byte }{
		{diaryBucket, join(text("p2"), be32(1))},
		{diaryBucket, join(text("p1"), be32(2))},
		{rawBucket, join(text("p1"), be32(1))},
	} {
		update(t, s, func(tx *Tx) error {
			sealed := tx.get(diaryBucket, join(text("p1"), be32(1)))
			_, err := readRecord[flows.Entry](tx, to.bucket, to.key, sealed)
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("in %s at %q: %v, want %v", to.bucket, to.key, err, ErrDamaged)
			}
			return nil
		})
	}
}

// TestAFlippedBitDamagesItsOwnRecordAlone goes through every bit of every
// sealed record there is.
func TestAFlippedBitDamagesItsOwnRecordAlone(t *testing.T) {
	s, err := Open(closed(t), Options{Keys: testKeys, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, bucket := range sealedBuckets {
		flipped := 0
		view(t, s, func(tx *Tx) error {
			for key, value := range tx.under(bucket, nil) {
				_, sealed := split(bucket, value)
				bad := bytes.Clone(sealed)
				for bit := range 8 * len(bad) {
					bad[bit/8] ^= 1 << (bit % 8)
					if _, err := tx.unseal(bucket, key, bad); !errors.Is(err, ErrDamaged) || quotes(err, canary) {
						t.Fatalf("%s: bit %d: %v", bucket, bit, err)
					}
					bad[bit/8] ^= 1 << (bit % 8)
					flipped++
				}
			}
			return nil
		})
		if flipped == 0 {
			t.Errorf("nothing is in %s", bucket)
		}
	}
	update(t, s, func(tx *Tx) error {
		if err := furnish(tx, "p2", "tg:2", "Bo"); err != nil {
			return err
		}
		key := []byte("p1")
		bad := bytes.Clone(tx.get(patientBucket, key))
		bad[len(bad)-1] ^= 1
		return tx.put(patientBucket, key, bad)
	})
	view(t, s, func(tx *Tx) error {
		if _, err := tx.Patient("p1"); !errors.Is(err, ErrDamaged) {
			t.Errorf("the damaged one: %v", err)
		}
		diary, err := tx.Diary("p1")
		if len(diary) != 1 || err != nil {
			t.Errorf("their diary: %v, %v", diary, err)
		}
		_, err = tx.Patient("p2")
		return err
	})
	if found := s.Check(); len(found) != 1 || !strings.Contains(found[0], "patient p1: damaged") {
		t.Errorf("Check finds %q", found)
	}
}

// FuzzUnseal holds that whatever stands in place of a sealed record, reading it
// doesn't panic, and either opens what was sealed or says that it is damaged.
func FuzzUnseal(f *testing.F) {
	tx := &Tx{keys: testKeys}
	key, record := []byte("p1"), []byte("\x01{}")
	whole, err := tx.seal(diaryBucket, key, record)
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range []int{0, 1, 4, 5, 6, 29, 44, len(whole) - 1, len(whole)} {
		f.Add(whole[:n])
	}
	f.Add(bytes.Repeat([]byte{0xff}, 100))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		opened, err := tx.unseal(diaryBucket, key, sealed)
		if err == nil && !bytes.Equal(opened, record) {
			t.Errorf("%q came out, which nobody sealed", opened)
		}
		if bytes.Equal(sealed, whole) && err != nil {
			t.Errorf("what was sealed doesn't open: %v", err)
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("got error %v, want %v", err, ErrDamaged)
		}
		if _, err := readRecord[flows.Entry](tx, diaryBucket, key, sealed); (err == nil) != (opened != nil) {
			t.Errorf("opened %q, but read with %v", opened, err)
		}
	})
}

func TestAnotherKeyIsRefusedAndTheFileLeftAlone(t *testing.T) {
	path := closed(t)
	before := read(t, path)
	for name, keys := range map[string]*Keys{"another": newKeys(t), "none": nil} {
		if _, err := Open(path, Options{Keys: keys}); !errors.Is(err, ErrKey) {
			t.Errorf("%s: got error %v, want %v", name, err, ErrKey)
		}
	}
	if !bytes.Equal(read(t, path), before) {
		t.Error("the file was changed")
	}
	openAt(t, path)
}

// TestAKeyWithOneWrongLetterIsRefused: it still calls itself the right one.
func TestAKeyWithOneWrongLetterIsRefused(t *testing.T) {
	path := closed(t)
	b, err := testKeys.bytes()
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := ParseKeys(bytes.Replace(b, []byte("QnIU"), []byte("QnIV"), 1))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(wrong.marks[0], testKeys.marks[0]) {
		t.Fatal("the key has another number: the test proves nothing")
	}
	if _, err := Open(path, Options{Keys: wrong}); !errors.Is(err, ErrKey) {
		t.Errorf("got error %v, want %v", err, ErrKey)
	}
}

func TestADamagedProofIsMadeAnew(t *testing.T) {
	path := closed(t)
	meddle(t, path, func(btx *bolt.Tx) error {
		proof := bytes.Clone(btx.Bucket(metaBucket).Get(keyProof))
		proof[len(proof)-1] ^= 1
		return btx.Bucket(metaBucket).Put(keyProof, proof)
	})
	if _, err := Open(path, Options{Keys: newKeys(t)}); !errors.Is(err, ErrKey) {
		t.Errorf("another key: got error %v, want %v", err, ErrKey)
	}
	s := openAt(t, path)
	view(t, s, func(tx *Tx) error {
		_, err := tx.unseal(metaBucket, keyProof, tx.get(metaBucket, keyProof))
		return err
	})
}

func TestSealingAnewLeavesNothingToTheOlderKey(t *testing.T) {
	path := closed(t)
	rotated, err := testKeys.Rotated()
	if err != nil {
		t.Fatal(err)
	}
	newest, err := rotated.Newest()
	if err != nil || newest.Len() != 1 || rotated.Len() != 2 {
		t.Fatalf("%d of %d keys, %v", newest.Len(), rotated.Len(), err)
	}
	s, err := Open(path, Options{Keys: rotated, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if stale, err := s.Stale(); !stale || err != nil {
		t.Errorf("before: stale %v, %v", stale, err)
	}
	// A damaged record stays what it is, and doesn't hold up the others.
	update(t, s, func(tx *Tx) error { return tx.put(rawBucket, join(text("p1"), be64(1)), []byte("rubbish")) })
	n, err := s.Reseal()
	if err != nil || n != 6 {
		t.Errorf("sealed %d anew, %v; want one of each bucket", n, err)
	}
	if stale, err := s.Stale(); stale || err != nil {
		t.Errorf("after: stale %v, %v", stale, err)
	}
	if n, err := s.Reseal(); err != nil || n != 0 {
		t.Errorf("the second time: %d, %v", n, err)
	}
	update(t, s, func(tx *Tx) error { return tx.drop(rawBucket, join(text("p1"), be64(1))) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Keys: testKeys}); !errors.Is(err, ErrKey) {
		t.Errorf("the older key alone: %v, want %v", err, ErrKey)
	}
	if s, err = Open(path, Options{Keys: newest, NoSync: true}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	wantSound(t, s)
	if bytes.Contains(read(t, path), testKeys.marks[0]) {
		t.Error("free pages hold what the older key opens")
	}
	view(t, s, func(tx *Tx) error {
		p, err := tx.Patient("p1")
		if p.Profile.Name != canary {
			t.Errorf("the patient is %+v", p)
		}
		return err
	})
}

// TestAnOlderCopyOfTheKeysNeverTakesNewRecordsForDamagedOnes: after a rotation
// that was broken off the file holds records of both keys.
func TestAnOlderCopyOfTheKeysNeverTakesNewRecordsForDamagedOnes(t *testing.T) {
	path := closed(t)
	rotated, err := testKeys.Rotated()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{Keys: rotated, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error { return furnish(tx, "p2", "tg:2", "Bo") })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Keys: testKeys}); !errors.Is(err, ErrKey) {
		t.Errorf("got error %v, want %v", err, ErrKey)
	}
	if s, err = Open(path, Options{Keys: rotated, NoSync: true}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.Reseal(); n != 6 || err != nil {
		t.Errorf("sealed %d anew, %v; want the six of the older key", n, err)
	}
}

func TestABucketIsRewrittenToItsLastKeyHoweverManyAtATime(t *testing.T) {
	s := open(t)
	for limit := 1; limit <= 6; limit++ {
		update(t, s, func(tx *Tx) error {
			for n := range 5 {
				if err := tx.put(noteBucket, []byte{byte('a' + n)}, []byte("old")); err != nil {
					return err
				}
			}
			change := func(key, value []byte) ([]byte, error) {
				if string(key) == "c" {
					return nil, nil
				}
				return append(value, key...), nil
			}
			for after, more := []byte(nil), true; more; more = after != nil {
				var err error
				if after, err = tx.rewrite(noteBucket, after, limit, change); err != nil {
					return err
				}
			}
			for key, value := range tx.under(noteBucket, nil) {
				want := "old" + string(key)
				if string(key) == "c" {
					want = "old"
				}
				if string(value) != want {
					t.Errorf("limit %d: got %q at %q, want %q", limit, value, key, want)
				}
			}
			return nil
		})
	}
}

func TestWhatIsNoKeysetIsRefusedWithoutQuotingIt(t *testing.T) {
	whole, err := testKeys.bytes()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []string{
		"", "{}", "secret", `{"primaryKeyId":1}`, string(whole[:len(whole)/2]),
		strings.Replace(string(whole), "TINK", "RAW", 1),
		strings.Replace(string(whole), "ENABLED", "DISABLED", 1),
		strings.Replace(string(whole), "XChaCha20Poly1305Key", "AesGcmKey", 1),
	} {
		_, err := ParseKeys([]byte(b))
		if !errors.Is(err, ErrKeys) {
			t.Errorf("%.20q: got error %v, want %v", b, err, ErrKeys)
		}
		if err != nil && (strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "GiBk")) {
			t.Errorf("the error quotes the keyset: %v", err)
		}
	}
}

func TestAKeyFileIsReplacedAndNeverOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := testKeys.Create(path); err != nil {
		t.Fatal(err)
	}
	if err := newKeys(t).Create(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("got error %v, want %v", err, os.ErrExist)
	}
	link := path + ".link"
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	k := newKeys(t)
	if err := k.Replace(link); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, link} {
		if got := keysIn(file); !bytes.Equal(got.marks[0], k.marks[0]) {
			t.Errorf("%s holds another key", file)
		}
	}
	left, err := filepath.Glob(path + ".new-*")
	if len(left) != 0 || err != nil {
		t.Errorf("left behind: %q, %v", left, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != fileMode {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := k.Replace(filepath.Join(t.TempDir(), "nothing")); err == nil {
		t.Error("a file that isn't there was replaced")
	}
}

// BenchmarkSeal is what sealing and opening a record costs.
func BenchmarkSeal(b *testing.B) {
	tx := &Tx{keys: testKeys}
	key := []byte("P000000000000001")
	for _, size := range []int{1 << 10, 5 << 10} {
		record := bytes.Repeat([]byte("x"), size)
		sealed, err := tx.seal(patientBucket, key, record)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("seal/%dkB", size>>10), func(b *testing.B) {
			for b.Loop() {
				if _, err := tx.seal(patientBucket, key, record); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(sealed)-size), "bytes-more")
		})
		b.Run(fmt.Sprintf("open/%dkB", size>>10), func(b *testing.B) {
			for b.Loop() {
				if _, err := tx.unseal(patientBucket, key, sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
