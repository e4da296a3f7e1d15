package flows

import "time"

// A Patient is all that rules read about one person. It stays small (8 kB
// after a year); what happened and no rule reads is in the diary. Step gets
// one and gives another back; it never changes the one it was given.
type Patient struct {
	ID       string `json:"id"`       // our own, never the messenger's
	Practice string `json:"practice"` // who runs the bot for this patient
	Lang     Lang   `json:"lang"`
	Zone     string `json:"zone"` // IANA

	// Arrived is when they first wrote. Without consent they are erased within
	// a day of it.
	Arrived time.Time `json:"arrived"`
	Stage   Stage     `json:"stage"`
	Away    bool      `json:"away,omitempty"` // nothing can be sent: blocked, or the account is gone

	Consent *Consent `json:"consent,omitempty"`
	Profile Profile  `json:"profile,omitzero"`

	Findings []Finding `json:"findings,omitempty"` // red-flag rows that were said to hold
	Flags    []Flag    `json:"flags,omitempty"`    // open flags: what they allow is Allows
	Known    []Known   `json:"known,omitempty"`    // seen by a doctor and unchanged
	Denied   []Denial  `json:"denied,omitempty"`   // mistaps and denied words of the last day

	// Screened is when the full set was last answered, AskedE when the emergency
	// rows were, with it or weekly; Rescreen asks for the full set once more before
	// anything else.
	Screened time.Time `json:"screened,omitzero"`
	AskedE   time.Time `json:"asked_e,omitzero"`
	Rescreen bool      `json:"rescreen,omitempty"`
	// AskedNews is when all rows of the mini-set were last asked: by itself, and there
	// was no news, or on lists of red flags.
	AskedNews time.Time `json:"asked_news,omitzero"`

	// Lost: what was told may be lost in a restore, so that the next full set asks
	// for everything, and not for what is new or has changed.
	Lost bool `json:"lost,omitempty"`
	// Restored is the time of the backup that this is from, until the patient was
	// told; zero: there is nothing to tell.
	Restored time.Time `json:"restored,omitzero"`

	Forms  []Open `json:"forms,omitempty"`  // open forms, the one being asked last
	Closed *Open  `json:"closed,omitempty"` // the last one that was finished: its last answer can be corrected
	Runs   int    `json:"runs,omitempty"`   // forms opened so far

	Nudged bool `json:"nudged,omitempty"` // the unfinished intake was asked about, once

	Entries int     `json:"entries,omitempty"` // diary entries so far
	Written Written `json:"written,omitzero"`  // those of a day
	Spoken  int     `json:"spoken,omitempty"`  // unasked messages so far: varies their wording

	Uncounted bool     `json:"uncounted,omitempty"` // wants no exercise counted along
	Pictures  Pictures `json:"pictures,omitempty"`  // how they want to see exercises

	Rhythm Rhythm   `json:"rhythm,omitzero"`
	Day    Day      `json:"day,omitzero"`
	Plan   Plan     `json:"plan,omitzero"`
	Scores []Scored `json:"scores,omitempty"` // pain scores of the last seven days
	Course Course   `json:"course,omitzero"`
}

// Lang is a language of the messages.
type Lang string

// The languages. Dutch is the first; it serves whoever speaks neither.
const (
	Dutch   Lang = "nl"
	English Lang = "en"
)

// A Stage is how far someone has come.
type Stage string

// The stages, in order. Nobody gets an exercise before Coached.
const (
	Arriving Stage = "arriving" // nothing agreed to yet
	Declined Stage = "declined" // said no, or may not take part; erased within a day
	Intake   Stage = "intake"   // agreed; the intake is not done
	Coached  Stage = "coached"  // the programme runs
	Stopped  Stage = "stopped"  // /stop: data kept, nothing comes unasked
)

// Consent is what someone agreed to (AVG art. 9(2)(a): explicit, a tick per
// purpose, with the version of the text and the time).
type Consent struct {
	Version   string    `json:"version"`
	At        time.Time `json:"at"`
	Programme bool      `json:"programme"`
	Reminders bool      `json:"reminders"`
}

// Profile is what the intake learned and rules need.
type Profile struct {
	Name     string   `json:"name,omitempty"`     // first name, or empty
	Age      int      `json:"age,omitempty"`      // years
	Leg      string   `json:"leg,omitempty"`      // how far the pain goes down: none, buttock, thigh, knee, calf, foot
	Duration string   `json:"duration,omitempty"` // acute, subacute, chronic
	First    bool     `json:"first,omitempty"`    // the first episode ever
	Groups   []string `json:"groups,omitempty"`   // special groups of clinical.md 5
	Fear     int      `json:"fear,omitempty"`     // fear of moving, 0-10; -1: not asked yet
	FearOn   string   `json:"fear_on,omitempty"`  // the local date on which it was last told
	// Floor says whether they can get up from the floor alone: yes, no, unsure, or
	// empty for not asked. Falls: they fell twice this year, or walk with help.
	Floor string `json:"floor,omitempty"`
	Falls bool   `json:"falls,omitempty"`
	// Operated is the local date of a back operation ("2026-03-02"), or empty.
	// Hospital says whether the hospital wants a later beginning than six weeks: yes,
	// no, unsure, or empty for not asked; Bends, whether the surgeon or physio agrees
	// to bending backward before twelve.
	Operated string `json:"operated,omitempty"`
	Hospital string `json:"hospital,omitempty"`
	Bends    string `json:"bends,omitempty"`
	// PregnantWeek and PregnantOn: the week of pregnancy as told on that date; week
	// 0 says that the child was born by then.
	PregnantWeek int    `json:"pregnant_week,omitempty"`
	PregnantOn   string `json:"pregnant_on,omitempty"`
	// Born: the child is born, and the check after six weeks was done: yes or no;
	// empty: it is not born.
	Born string `json:"born,omitempty"`
	// DueAsked is the local date on which a birth was last asked about.
	DueAsked string `json:"due_asked,omitempty"`
	// NotBefore is the local date up to which the hospital wants nothing done.
	NotBefore string `json:"not_before,omitempty"`
}

// NewPatient is someone who writes for the first time.
func NewPatient(id, practice string, lang Lang, zone string, now time.Time) Patient {
	return Patient{
		ID: id, Practice: practice, Lang: lang, Zone: zone,
		Arrived: now.UTC().Truncate(time.Second), Stage: Arriving,
		Profile: Profile{Fear: -1},
	}
}
