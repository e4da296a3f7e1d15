package store

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"back2core/flows"
)

// entry is a line of a diary.
func entry(seq int) flows.Entry {
	return flows.Entry{Seq: seq, At: noon, Kind: "pain", By: flows.ByPatient, Data: map[string]string{"score": "4"}}
}

func TestADiaryIsReadInTheOrderOfItsNumbers(t *testing.T) {
	s := open(t)
	var want []flows.Entry
	update(t, s, func(tx *Tx) error {
		for _, id := range []string{"p1", "p", "p11"} { // neighbours in the bucket
			if err := tx.SavePatient(newcomer(id, noon)); err != nil {
				return err
			}
			if err := tx.AppendDiary(id, []flows.Entry{entry(1)}); err != nil {
				return err
			}
		}
		want = []flows.Entry{entry(1)}
		for seq := 2; seq <= 300; seq++ {
			want = append(want, entry(seq))
		}
		return tx.AppendDiary("p1", want[1:])
	})
	view(t, s, func(tx *Tx) error {
		got, err := tx.Diary("p1")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %d entries, want 300 in order", len(got))
		}
		if none, _ := tx.Diary("nobody"); len(none) != 0 {
			t.Errorf("got %d entries of nobody", len(none))
		}
		return err
	})
}

func TestWhatIsWrittenInADiaryStays(t *testing.T) {
	s := open(t)
	update(t, s, func(tx *Tx) error {
		if err := tx.SavePatient(newcomer("p1", noon)); err != nil {
			return err
		}
		return tx.AppendDiary("p1", []flows.Entry{entry(1)})
	})
	for _, seq := range []int{1, 0, -1} {
		err := s.Update(func(tx *Tx) error { return tx.AppendDiary("p1", []flows.Entry{entry(2), entry(seq)}) })
		if err == nil {
			t.Errorf("entry %d was taken", seq)
		}
	}
	view(t, s, func(tx *Tx) error {
		got, err := tx.Diary("p1")
		if len(got) != 1 {
			t.Errorf("got %d entries, want the first alone", len(got))
		}
		return err
	})
}

func TestARawUpdateIsKeptForAWhile(t *testing.T) {
	s := open(t)
	raw := []byte("{\"update_id\":1,\xff")
	update(t, s, func(tx *Tx) error {
		if err := tx.KeepRaw("p1", 1, raw, "panic", noon); err != nil {
			return err
		}
		if err := tx.KeepRaw("p1", 2, raw, "panic", noon.Add(time.Hour)); err != nil {
			return err
		}
		if err := tx.KeepRaw("", 4, raw, "unknown shape", noon); err == nil {
			t.Error("the words of nobody we know were kept")
		}
		return tx.KeepRaw("p2", 3, raw, "unknown shape", noon)
	})
	update(t, s, func(tx *Tx) error {
		mine, _ := tx.Raw("p1")
		theirs, err := tx.Raw("p2")
		if len(mine) != 2 || len(theirs) != 1 || !bytes.Equal(mine[0].Raw, raw) || mine[1].Update != 2 || theirs[0].Why != "unknown shape" {
			t.Errorf("got %+v of the patient and %+v of another", mine, theirs)
		}
		if n, _ := tx.DropRaw(noon); n != 0 {
			t.Errorf("dropped %d, want none from before noon", n)
		}
		if n, _ := tx.DropRaw(noon.Add(time.Second)); n != 2 {
			t.Errorf("dropped %d, want 2", n)
		}
		if mine, _ = tx.Raw("p1"); len(mine) != 1 || mine[0].Update != 2 {
			t.Errorf("left: %+v, want update 2", mine)
		}
		return err
	})
}
