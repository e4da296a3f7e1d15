package flows

import "slices"

// Exercises is the catalogue of clinical.md 4 in the order of the onion: ring 0
// mobilises, ring 1 and 2 are the deep muscles, ring 3 the large ones. What a
// group makes of each is clinical.md 4's "skip" together with its section 5;
// where they differ the narrower holds.
func Exercises() []Exercise { return slices.Clone(catalogue) }

// catalogue never changes: every screen looks at it, many times.
var catalogue = onion()

func onion() []Exercise {
	all := slices.Concat(mobilisations(), deepCore(), outerRing())
	for i, e := range all {
		all[i] = e.onRung(e.begins())
	}
	return all
}

// mobilisations: B1-B4 are the four of the SEED; X1 and X2 are for whom bending
// backward does not suit (LSS, Diak, TFTF).
func mobilisations() []Exercise {
	return []Exercise{
		{ID: "B1", Bends: Backward, Ladder: seedLadder(1), Start: "5+5", Next: "B2", For: map[Special]Use{
			ForFlexion: never(), ForBones: named("small"), // 5.3; 5.8 small range
			PostOpBends: as("small"), // only with the OK of surgeon or physio (5.2)
		}},
		{ID: "B2", Bends: Backward, Ladder: seedLadder(2), Next: "B3", For: map[Special]Use{
			ForFlexion: never(), ForBones: never(), // 5.8 opens B1 in a small range, no more
		}},
		{ID: "B3", Sided: true, Bends: Backward, Ladder: seedLadder(3), For: map[Special]Use{
			ForFlexion: never(), ForBones: never(),
		}},
		{ID: "B4", Ladder: seedLadder(2, at("far", 3, endDose(8, 8), "far")), For: map[Special]Use{
			ForFlexion: as("comfort"), ForBones: named(), PostOpLate: named(), PregnantLate: as("comfort"),
		}},
		{ID: "X1", Sided: true, Bends: Forward, Ladder: seedLadder(1), Start: "5+5", For: map[Special]Use{
			ForFlexion: named(), ForBones: never(), // end-range flexion [TFTF]
			ForLeg: never(), // no end-range flexion with a hernia in the first weeks (5.1)
		}},
		{ID: "X2", Ladder: []Rung{
			at("5", 1, repsDose(1, 5), "small"), at("8", 1, repsDose(1, 8)), at("10", 1, repsDose(1, 10)),
		}, Start: "8", For: map[Special]Use{
			ForFlexion: named(), PostOpLate: named("small"), PregnantLate: named("small"), ForChair: as("chair"),
		}, Own: map[string][]string{"chair": {"start", "caution"}}},
	}
}

// deepCore is rings 1 and 2; none of them is in the SEED, sources stand with
// each in clinical.md 4b. Levels whose position no figure shows are left out:
// C8 on one leg, C9 with straight legs, C11 on the toes.
func deepCore() []Exercise {
	return []Exercise{
		{ID: "C1", Ring: 1, Ladder: []Rung{
			at("breathe", 1, breathDose(1, 8), "breathe"), at("2x8", 1, breathDose(2, 8)), at("2x10", 1, breathDose(2, 10)),
			at("chair", 2, breathDose(2, 10), "chair"),
		}, Start: "2x8", For: map[Special]Use{
			PostOpEarly: named(), PostOpLate: {}, PregnantLate: named("side"), ForBones: named(), ForFibro: named(), ForChair: named("chair"),
		}, Own: map[string][]string{"side": {"start"}, "chair": {"start"}, "breathe": {"action"}}},
		{ID: "C2", Ring: 1, Ladder: []Rung{
			at("exhale", 1, repsDose(1, 5), "exhale"), at("5x5s", 1, holdDose(1, 5, 5)), at("8x5s", 1, holdDose(1, 8, 5)),
			at("10x5s", 1, holdDose(1, 10, 5)), at("10x8s", 1, holdDose(1, 10, 8)), at("10x10s", 1, holdDose(1, 10, 10)),
		}, Start: "5x5s", For: map[Special]Use{
			PostOpEarly: named(), PostOpLate: {}, PregnantLate: as("side"), ForBones: named(),
		}, Own: map[string][]string{"side": {"start"}, "exhale": {"action"}}},
		{ID: "C3", Ring: 1, Bends: Forward, Ladder: []Rung{
			at("1x10", 1, holdDose(1, 10, 3), "small"), at("2x10", 1, holdDose(2, 10, 3)),
			at("2x12", 1, holdDose(2, 12, 3)), at("2x12x5s", 1, holdDose(2, 12, 5)),
		}, Start: "2x10", For: map[Special]Use{
			PostOpEarly: named("small"), PostOpLate: {}, ForChair: named("chair"),
		}, Own: map[string][]string{"chair": {"start", "action", "attention"}}},
		{ID: "C4", Ring: 1, Ladder: []Rung{
			at("5x5s", 2, holdDose(1, 5, 5)), at("8x5s", 2, holdDose(1, 8, 5)), at("10x5s", 2, holdDose(1, 10, 5)),
			at("10x8s", 2, holdDose(1, 10, 8)), at("10x10s", 2, holdDose(1, 10, 10)),
		}, For: map[Special]Use{PostOpLate: {}}},
		{ID: "C12", Ring: 1, After: "C2", Ladder: []Rung{
			at("3x10s", 2, holdDose(1, 3, 10)), at("6x10s", 2, holdDose(1, 6, 10)), at("10x10s", 2, holdDose(1, 10, 10)),
			at("2x10x10s", 2, holdDose(2, 10, 10)),
		}, For: map[Special]Use{
			PostOpEarly: named(), PostOpLate: {}, PregnantLate: named(),
		}},
		{ID: "C5", Ring: 1, Sided: true, After: "C3", Ladder: []Rung{
			at("1x6", 2, repsDose(1, 6), "small"), at("2x6", 2, repsDose(2, 6)), at("2x8", 2, repsDose(2, 8)), at("2x10", 2, repsDose(2, 10)),
		}, For: map[Special]Use{
			PostOpLate: {}, ForFlexion: named(), ForLeg: as("bend"), // nerve tension: bend only
		}, Own: map[string][]string{"bend": {"action"}}},
		{ID: "C6", Ring: 2, Sided: true, After: "C5", Ladder: []Rung{
			at("2x6", 2, repsDose(2, 6)), at("2x8", 2, repsDose(2, 8)), at("2x10", 2, repsDose(2, 10)),
			at("3:2x6", 3, repsDose(2, 6), "level3"), at("3:2x8", 3, repsDose(2, 8), "level3"), at("3:2x10", 3, repsDose(2, 10), "level3"),
			at("4:2x8", 4, repsDose(2, 8), "level4"), at("4:3x8", 4, repsDose(3, 8), "level4"), at("4:3x10", 4, repsDose(3, 10), "level4"),
		}, For: map[Special]Use{
			PostOpLate: {}, ForLeg: never(), // "severe LRS"; how severe is not asked
			ForBones: never(), // "with recent fracture"; that is not asked
		}, Own: map[string][]string{"level3": {"name", "action"}, "level4": {"name", "action"}}},
		{ID: "C7", Ring: 2, Sided: true, After: "C12", Ladder: []Rung{
			at("5x5s", 2, holdDose(1, 5, 5)), at("10x5s", 2, holdDose(1, 10, 5)), at("10x10s", 2, holdDose(1, 10, 10)),
			at("3:5x5s", 3, holdDose(1, 5, 5), "level3"), at("3:10x5s", 3, holdDose(1, 10, 5), "level3"), at("3:10x10s", 3, holdDose(1, 10, 10), "level3"),
			at("4:5x5s", 4, holdDose(1, 5, 5), "level4"), at("4:10x5s", 4, holdDose(1, 10, 5), "level4"), at("4:10x10s", 4, holdDose(1, 10, 10), "level4"),
		}, For: map[Special]Use{
			PostOpLate: {}, PregnantLate: namedTo(3, "small"), ForBones: named(), // 5.7: C7 level 2-3
		}, Own: map[string][]string{"level3": {"name", "action"}, "level4": {"name", "action"}}},
		{ID: "C8", Ring: 2, After: "C3", Ladder: []Rung{
			at("half", 2, repsDose(1, 8), "half"), at("2x8", 2, repsDose(2, 8)), at("2x10", 2, repsDose(2, 10)), at("2x12", 2, repsDose(2, 12)),
			at("3:5x10s", 3, holdDose(1, 5, 10)), at("3:8x10s", 3, holdDose(1, 8, 10)), at("4:2x8", 4, repsDose(2, 8), "march"),
		}, For: map[Special]Use{
			PostOpLate: {}, ForFlexion: named("half"), ForBones: named(),
		}},
		{ID: "C9", Ring: 2, Sided: true, Ladder: []Rung{
			at("wall", 2, holdDose(1, 3, 5), "wall"), at("3x5s", 3, holdDose(1, 3, 5)), at("3x10s", 3, holdDose(1, 3, 10)),
			at("5x10s", 3, holdDose(1, 5, 10)), at("3x20s", 3, holdDose(1, 3, 20)),
		}, For: map[Special]Use{
			PostOpLate: {}, PregnantLate: as("wall"), ForBones: named("wall"),
		}, Own: map[string][]string{"wall": {"name", "start", "action", "caution"}}},
		{ID: "C10", Ring: 2, Sided: true, Bends: Forward, After: "C12", Ladder: []Rung{
			at("3x5s", 3, holdDose(1, 3, 5), "small"), at("3x8s", 3, holdDose(1, 3, 8)), at("5x8s", 3, holdDose(1, 5, 8)),
			at("5x10s", 3, holdDose(1, 5, 10)), at("4:3x8s", 4, holdDose(1, 3, 8), "elbows"), at("4:5x8s", 4, holdDose(1, 5, 8), "elbows"),
		}, For: map[Special]Use{
			ForBones:   never(), // trunk flexion [TFTF]; also POSTOP and PREG2, which are closed
			AfterBirth: never(), // doming, which is not asked (5.7)
		}},
		{ID: "C11", Ring: 2, After: "C7", Ladder: []Rung{
			at("3x5s", 3, holdDose(1, 3, 5)), at("3x10s", 3, holdDose(1, 3, 10)), at("3x15s", 3, holdDose(1, 3, 15)), at("3x20s", 3, holdDose(1, 3, 20)),
		}, For: map[Special]Use{PostOpLate: {}, AfterBirth: never()}},
	}
}

// outerRing is ring 3: the large muscles, last [SEED]. S1 is only ever one arm
// and the other leg.
func outerRing() []Exercise {
	return []Exercise{
		{ID: "S1", Ring: 3, Sided: true, Bends: Backward, After: "C7", Ladder: []Rung{
			at("2x6", 4, holdDose(2, 6, 2)), at("2x8", 4, holdDose(2, 8, 2)), at("2x8x3s", 4, holdDose(2, 8, 3)),
		}, For: map[Special]Use{
			ForFlexion: never(), ForLeg: never(), ForBones: never(), Pregnant: never(), // 6000 N [McG]
		}},
		{ID: "S2", Ring: 3, Ladder: []Rung{
			at("chair", 2, repsDose(1, 8), "chair"), at("chair:2x8", 2, repsDose(2, 8), "chair"),
			at("2x8", 3, repsDose(2, 8)), at("2x10", 3, repsDose(2, 10)), at("2x12", 3, repsDose(2, 12)), at("4:2x8", 4, repsDose(2, 8), "weight"),
		}, For: map[Special]Use{
			PregnantLate: named("chair"), ForBones: named("chair"), ForChair: namedTo(mostLevel, "chair"), // 5.9: chair variants, max level 3
			ForFibro: {Named: true}, // the programme has strength from the start (5.5)
		}, Own: map[string][]string{"chair": {"name", "start", "action", "caution"}}},
		{ID: "S3", Ring: 3, Bends: Forward, Ladder: []Rung{
			at("1x8", 2, repsDose(1, 8), "small"), at("2x8", 2, repsDose(2, 8)), at("2x10", 2, repsDose(2, 10)), at("2x12", 2, repsDose(2, 12)),
			at("4:2x8", 4, repsDose(2, 8), "weight"),
		}, For: map[Special]Use{
			ForLeg: never(), ForBones: named("unloaded"), // 5.1: not loaded; 5.8: unloaded, straight spine
		}, Own: map[string][]string{"unloaded": {"attention", "caution"}}},
		{ID: "S4", Ring: 3, Needs: "band", Ladder: []Rung{
			at("light", 2, repsDose(2, 10), "light"), at("2x10", 2, holdDose(2, 10, 1)), at("2x12", 2, holdDose(2, 12, 1)),
			at("2x15", 2, holdDose(2, 15, 1)), at("3x15", 2, holdDose(3, 15, 1)), at("3:2x10", 3, holdDose(2, 10, 1), "heavy"),
		}, For: map[Special]Use{
			PregnantLate: named("light"), ForBones: named(), ForChair: namedTo(mostLevel, "chair"),
		}, Own: map[string][]string{"chair": {"start"}}},
		{ID: "S5", Ring: 3, Sided: true, Needs: "step", Ladder: []Rung{
			at("1x8", 2, repsDose(1, 8)), at("2x8", 2, repsDose(2, 8)), at("3:3x8", 3, repsDose(3, 8)),
		}, For: map[Special]Use{ForFalls: never()}}, // balance
	}
}
