package flows

// Exercises is the catalogue of clinical.md 4 in the order of the onion: ring 0
// mobilises, ring 1 and 2 are the deep muscles, ring 3 the large ones. What a
// group makes of each is clinical.md 4's "skip" together with its section 5;
// where they differ the narrower holds.
func Exercises() []Exercise {
	return append(append(mobilisations(), deepCore()...), outerRing()...)
}

// mobilisations: B1-B4 are the four of the SEED; X1 and X2 are for whom bending
// backward does not suit (LSS, Diak, TFTF).
func mobilisations() []Exercise {
	return []Exercise{
		{ID: "B1", Level: 1, Dose: seedDose(), Bends: Backward, For: map[Special]Use{
			ForFlexion: never(), ForBones: named("small"), // 5.3; 5.8 small range
		}},
		{ID: "B2", Level: 2, Dose: seedDose(), Bends: Backward, For: map[Special]Use{
			ForFlexion: never(), ForBones: never(), // 5.8 opens B1 in a small range, no more
		}},
		{ID: "B3", Level: 3, Sided: true, Dose: seedDose(), Bends: Backward, For: map[Special]Use{
			ForFlexion: never(), ForBones: never(),
		}},
		{ID: "B4", Level: 2, Dose: seedDose(), For: map[Special]Use{
			ForFlexion: as("comfort"), ForBones: named(), PostOpLate: named(), PregnantLate: as("comfort"),
		}},
		{ID: "X1", Level: 1, Sided: true, Dose: seedDose(), Bends: Forward, For: map[Special]Use{
			ForFlexion: named(), ForBones: never(), // end-range flexion [TFTF]
			ForLeg: never(), // no end-range flexion with a hernia in the first weeks (5.1)
		}},
		{ID: "X2", Level: 1, Dose: repsDose(1, 8), For: map[Special]Use{
			ForFlexion: named(), PostOpLate: named("small"), PregnantLate: named("small"), ForAge: as("chair"),
		}, Own: map[string][]string{"chair": {"start", "caution"}}},
	}
}

// deepCore is rings 1 and 2; none of them is in the SEED, sources stand with
// each in clinical.md 4b.
func deepCore() []Exercise {
	return []Exercise{
		{ID: "C1", Ring: 1, Level: 1, Dose: Dose{Sets: 2, Reps: 8, Kind: doseBreath}, For: map[Special]Use{
			PostOpEarly: named(), PostOpLate: {}, PregnantLate: named("side"), ForBones: named(), ForFibro: named(), ForAge: named("chair"),
		}, Own: map[string][]string{"side": {"start"}, "chair": {"start"}}},
		{ID: "C2", Ring: 1, Level: 1, Dose: holdDose(1, 5, 5), For: map[Special]Use{
			PostOpEarly: named(), PostOpLate: {}, PregnantLate: as("side"), ForBones: named(),
		}, Own: map[string][]string{"side": {"start"}}},
		{ID: "C3", Ring: 1, Level: 1, Dose: holdDose(2, 10, 3), Bends: Forward, For: map[Special]Use{
			PostOpEarly: named("small"), PostOpLate: {}, ForAge: named("chair"),
		}, Own: map[string][]string{"chair": {"start", "action", "attention"}}},
		{ID: "C4", Ring: 1, Level: 2, Dose: holdDose(1, 5, 5), For: map[Special]Use{PostOpLate: {}}},
		{ID: "C12", Ring: 1, Level: 2, Dose: holdDose(1, 3, 10), For: map[Special]Use{
			PostOpEarly: named(), PostOpLate: {}, PregnantLate: named(),
		}},
		{ID: "C5", Ring: 1, Level: 2, Sided: true, Dose: repsDose(2, 6), For: map[Special]Use{
			PostOpLate: {}, ForFlexion: named(), ForLeg: as("bend"), // nerve tension: bend only
		}, Own: map[string][]string{"bend": {"action"}}},
		{ID: "C6", Ring: 2, Level: 2, Sided: true, Dose: repsDose(2, 6), For: map[Special]Use{
			PostOpLate: {}, ForLeg: never(), // "severe LRS"; how severe is not asked
			ForBones: never(), // "with recent fracture"; that is not asked
		}},
		{ID: "C7", Ring: 2, Level: 2, Sided: true, Dose: holdDose(1, 5, 5), For: map[Special]Use{
			PostOpLate: {}, PregnantLate: named("small"), ForBones: named(),
		}},
		{ID: "C8", Ring: 2, Level: 2, Dose: repsDose(2, 8), For: map[Special]Use{
			PostOpLate: {}, ForFlexion: named("half"), ForBones: named(),
		}},
		{ID: "C9", Ring: 2, Level: 3, Sided: true, Dose: holdDose(1, 3, 5), For: map[Special]Use{
			PostOpLate: {}, PregnantLate: as("wall"), ForBones: named("wall"),
		}, Own: map[string][]string{"wall": {"name", "start", "action", "caution"}}},
		{ID: "C10", Ring: 2, Level: 3, Sided: true, Dose: holdDose(1, 3, 8), Bends: Forward, For: map[Special]Use{
			ForBones: never(), // trunk flexion [TFTF]; also POSTOP and PREG2, which are closed
		}},
		{ID: "C11", Ring: 2, Level: 3, Dose: holdDose(1, 3, 10), For: map[Special]Use{PostOpLate: {}}},
	}
}

// outerRing is ring 3: the large muscles, last [SEED].
func outerRing() []Exercise {
	return []Exercise{
		{ID: "S1", Ring: 3, Level: 4, Sided: true, Dose: holdDose(2, 6, 2), Bends: Backward, For: map[Special]Use{
			ForFlexion: never(), ForLeg: never(), ForBones: never(), Pregnant: never(), // 6000 N [McG]
		}},
		{ID: "S2", Ring: 3, Level: 2, Dose: repsDose(2, 8), For: map[Special]Use{
			PregnantLate: named("chair"), ForBones: named("chair"), ForAge: named("chair"),
		}, Own: map[string][]string{"chair": {"name", "start", "action", "caution"}}},
		{ID: "S3", Ring: 3, Level: 2, Dose: repsDose(2, 8), Bends: Forward, For: map[Special]Use{
			ForLeg: never(), ForBones: named("unloaded"), // 5.1: not loaded; 5.8: unloaded, straight spine
		}, Own: map[string][]string{"unloaded": {"attention", "caution"}}},
		{ID: "S4", Ring: 3, Level: 2, Dose: repsDose(2, 10), Needs: "band", For: map[Special]Use{
			PregnantLate: named("light"), ForBones: named(), ForAge: named("chair"),
		}, Own: map[string][]string{"chair": {"start"}}},
		{ID: "S5", Ring: 3, Level: 2, Sided: true, Dose: repsDose(2, 8), Needs: "step"},
	}
}
