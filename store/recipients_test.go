package store

import (
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

func TestBackupsAreReadByEachWhoTheyAreFor(t *testing.T) {
	s := open(t)
	practice(t, s)
	var pairs [][2]string
	for range 2 {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, [2]string{key.Recipient().String(), key.String()})
	}
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	quantum := [2]string{hybrid.Recipient().String(), hybrid.String()}
	for name, readers := range map[string][][2]string{"one": pairs[:1], "two": pairs, "safe from quantum computers": {quantum}} {
		t.Run(name, func(t *testing.T) {
			var public []string
			for _, pair := range readers {
				public = append(public, pair[0])
			}
			to, err := ParseRecipients(strings.Join(public, ", "))
			if err != nil {
				t.Fatal(err)
			}
			b := &Backups{Dir: t.TempDir(), To: to}
			made, err := s.Backup(t.Context(), b, noon)
			if err != nil {
				t.Fatal(err)
			}
			for _, pair := range readers {
				keys, err := ParseIdentities([]byte("# created: today\n" + pair[1] + "\n"))
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(t.TempDir(), "restored.db")
				r, err := Restore(t.Context(), From{Backup: made.Path, Keys: keys}, path, Options{Keys: testKeys, NoSync: true})
				if err != nil || r.Patients != 2 {
					t.Errorf("restored %+v, %v", r, err)
				}
			}
		})
	}
}

func TestAnErrorAboutAKeyNeverQuotesIt(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	secret := key.String()
	for _, text := range []string{secret, strings.ToLower(secret), secret[1:], "age1" + secret[4:], key.Recipient().String() + "," + secret} {
		_, err := ParseRecipients(text)
		if err == nil || strings.Contains(strings.ToUpper(err.Error()), secret[20:]) {
			t.Errorf("ParseRecipients: got error %v", err)
		}
		_, err = ParseIdentities([]byte(text + "x\n"))
		if err == nil || strings.Contains(strings.ToUpper(err.Error()), secret[20:]) {
			t.Errorf("ParseIdentities: got error %v", err)
		}
	}
}
