package flows

import (
	"slices"
	"strings"
	"testing"
)

// What people type, by the row that it must bring up (clinical.md 1.3.6).
// Asking once too often is fine; not asking is not.
func TestWhatPeopleTypeRaisesItsRow(t *testing.T) {
	for row, lines := range map[Row]string{
		"RF01": `kan niet piesen
			ik kan al de hele dag niet pissen
			kan niet plasse
			plassen lukt bijna niet
			I can't feel when I pee
			I cannot pee anymore
			trouble urinating since this morning
			ik voel niet of mijn blaas vol is`,
		"RF02": `ik plas in mijn broek
			in bed geplast vannacht
			ik heb vannacht in mijn bed geplast
			ik heb in mijn broek gepiest
			I wet myself
			I wet the bed last night
			I peed myself
			plasverlies bij het hoesten
			ik voel niet dat ik plas`,
		"RF03": `I soiled myself
			ik heb in mijn broek gepoept
			I pooped myself
			I can't control my bowels
			kan mijn ontlasting niet meer ophouden`,
		"RF04": `voel mijn billen niet meer
			voel niks bij het afvegen
			ik voel niets meer bij het afvegen
			I can't feel my bum
			I can't feel wiping
			can't feel myself wipe
			mijn kruis slaapt
			doove billen
			mijn kont is doof
			raar gevoel in mijn kruis
			vreemd gevoel tussen mijn benen
			my bottom feels numb
			het zadelgebied voelt anders
			doof van het zadel van de fiets
			my private parts are numb`,
		"RF05": `linker- en rechterbeen doen pijn
			pijn in mijn linkerbeen en mijn rechterbeen
			tintelingen in allebei mijn voeten
			my left and right leg are tingling
			pain down both my legs
			beide benen optillen gaat zwaar en beide benen tintelen`,
		"RF06": `I can't get it up
			ik voel minder bij seks`,
		"RF07": `can't move my leg
			I can't feel or move my leg
			ik kan mijn linkerbeen niet bewegen
			krijg mijn voet niet omhoog
			mijn voet klappert bij het lopen
			my foot slaps
			krachtverlies in mijn been
			kracht verlies
			minder krachd in me been
			verlies van kracht in mijn voet
			my leg buckled
			mijn been begeeft het
			mijn been begaf het op de trap
			ik zak steeds door mijn rechterbeen
			ik zakte door mijn been
			my leg gave way
			my knee gives out
			I lost strength in my foot
			my leg is getting weaker
			mijn been valt uit
			mijn rechterbeen is slap
			I can't get my foot up
			I can't wiggle my toes`,
		"RF08": `voel mijn been niet meer
			ik voel mijn linkervoet bijna niet
			I can't feel my leg
			I cannot feel my left foot
			mijn linkerbeen is doof
			mijn rechterbeen is doof
			onderbeen tintelt
			mijn bovenbeen is gevoelloos
			doof plekje op mijn linkervoet
			mijn been slaapt de hele dag
			pins and needles in my foot
			my leg feels dead
			de tenen zijn verdooft`,
		"RF30": `mijn benen zijn stijf en ik loop raar
			ik loop als een dronkenman
			I am losing my balance all the time
			my legs are stiff and I walk funny`,
		"RF11": `krijg geen lucht
			ik krijg bijna geen lucht
			I can't breathe
			i cant breath
			ademnood
			ik denk dat ik een hartaanval heb
			heart attack
			drukkend gevoel op de borst
			een band om mijn borst
			tight chest
			short of breath
			ik ben kortademig`,
		"RF10": `I passed out
			ik was even buitenwesten
			buiten westen geweest
			plotse hevige buikpijn
			ineens vreselijke pijn in mijn buik
			plotseling heel heftige pijn in mijn zij
			sudden severe pain in my belly
			ik word flauw van de pijn
			ik val bijna flauw
			duizelig en pijn in mijn buik
			I feel faint
			I blacked out
			bewusteloos geraakt
			aneurysma en nu pijn`,
		"RF10b": `ik heb een aneurysma`,
		"RF12": `koorts en heel suf en verward
			ik heb koorts en ben erg ziek
			39 graden en verward
			fever and confused
			sepsis
			bloedvergiftiging
			fever, I am so sleepy and breathing fast`,
		"RF13": `39 graden
			ik heb 38,5 graden
			temperature is 39
			my temp is 40
			temperatuur 38,4
			ik heb koors
			heb wat verhoging
			fevers at night
			koorts en heel suf en verward`,
		"RF09": `fietsongeluk gehad
			auto-ongeluk
			ik had een auto ongeluk
			aanrijding
			een botsing met de auto
			hit by a car
			ik ben van mijn fiets gevallen
			I fell off my bike
			gevallen van een dak
			car crash last week
			van de keukentrap gevallen`,
		"RF35": `wil er niet meer zijn
			ik wil er niet meer zijn
			er een eind aan maken
			ik wil er een einde aan maken
			ik maak er maar een eind aan
			ik ben levensmoe
			ik ben het leven moe
			het leven zo moe
			ik wil doodgaan
			ik ga liever dood
			was ik maar dood
			ik wil echt gewoon dood
			dood
			mezelf iets aandoen
			ik ga mezelf iets aandoen
			ik wil mezelf pijn doen
			I want to end it all
			end it all
			I wish I was dead
			I'd be better off dead
			better off dead
			I keep thinking of killing myself
			life is not worth living
			zonder mij is iedereen beter af
			iedereen is beter af zonder mij
			everyone is better off without me
			tired of living
			het hoeft niet meer voor mij
			voor mij hoeft het niet meer
			ik wil niet meer
			ik wil niet meer, het wordt nooit beter
			ik zie het niet meer zitten
			geen zin meer in het leven
			I don't want to live anymore
			I don't want to be here anymore
			I want to die
			I'd rather die
			ik wil sterven
			suïcide
			suicidal thoughts
			er is geen uitweg
			ik ben iedereen tot last
			I am a burden to everyone
			ik wil morgen niet meer wakker worden
			self-harm
			mijn hond is dood en ik wil ook dood
			ik lach me dood maar eigenlijk wil ik niet meer leven`,
		"RF28": `zwanger en vruchtwater verloren
			ik ben zwanger en heb harde buiken
			zwanger en veel hoofdpijn
			zwanger, dikke kuit
			zwanger en bloed verloren
			my water broke
			pregnant and bleeding
			pregnant with a bad headache`,
		"RF27": `ik ben in verwachting
			ik ben zwangr
			net bevallen van een zoon
			I gave birth last month`,
		"RF19": `ik krijg chemo
			bestraling gehad
			borstkanker gehad
			it is a tumour`,
		"RF17": `ik ben gevallen
			bloedverdunners en ben gevallen
			ten val gekomen
			uitgegleden in de badkamer
			I tripped`,
		"RF33": `bloedverdunners en ben gevallen
			ik gebruik bloedverdunners, en gisteren ben ik in de keuken heel hard gevallen
			I fell and I take blood thinners
			I am on warfarin and had a fall`,
		"RF20": `ik val af zonder dat ik het wil
			ben 8 kilo afgevallen`,
		"RF16": `ik heb hiv`,
		"RF14": `een ruggenprik gehad
			mijn litteken is rood en dik`,
		"RF25": `rode urine
			ik heb nierstenen`,
		"RF26": `koorts en branden bij het plassen`,
	} {
		for _, text := range linesOf(lines) {
			if got := triggered(text); !slices.Contains(got, row) {
				t.Errorf("%q: got %v, want %s", text, got, row)
			}
		}
	}
}

// The first row that is asked is the one that costs minutes.
func TestFeverWithDrowsinessIsTheGraveOne(t *testing.T) {
	coachedPatient(t).say("koorts en heel suf en verward").expect("flag.ask.RF12")
	coachedPatient(t).say("ik heb koorts").expect("flag.ask.RF13")
	coachedPatient(t).say("bloedverdunners en ben gevallen").tap(ChoiceNo).expect("flag.ask.RF33")
	coachedPatient(t).say("ik ben zwanger en verlies bloed").expect("flag.ask.RF28")
}

// What people say every day and nobody may be frightened with.
func TestEverydayTalkRaisesNothing(t *testing.T) {
	for _, text := range linesOf(`ik wil die oefening niet doen
		want die deed pijn
		ik wil die andere oefening
		wil je die herhalen
		die wil ik niet
		per ongeluk
		ik drukte per ongeluk op de knop
		by accident
		I pressed it by accident
		het viel me mee van de week
		viel mee
		het viel best mee
		dat viel mee
		dat valt mee
		het viel me niet mee vandaag
		het viel tegen
		het viel me op dat het rustiger is
		my pain fell from 6 to 4
		I fell asleep
		I fell asleep on the couch
		in slaap gevallen
		ik ben in slaap gevallen op de bank
		in sommige gevallen
		in de meeste gevallen gaat het goed
		flauw hoor
		flauwe grap
		wat flauw
		crash van de app
		de app crasht steeds
		the app crashed
		your app has crashed
		ik heb beide benen gedaan
		beide kanten gedaan, ging goed
		I did both legs
		I did both exercises
		been optillen lukt goed
		been laten zakken lukt goed
		been optillen en laten zakken lukt goed
		benen optillen ging prima
		my physio gave me exercises for my legs
		zadel van de fiets
		fietszadel
		het zadel van mijn fiets staat te laag
		saddle of my bike
		dood moe
		ik ben dood moe
		ik lach me dood
		ik schrok me dood
		doodsaai
		dode punt
		ik was over mijn dode punt heen
		de batterij is dood
		mijn hond is dood
		de accu van mijn telefoon is dood
		my battery is dead
		my dog is dead
		I am dead tired
		the dead bug went well
		doodmoe
		this exercise is killing me
		in the end I managed it by myself
		to die for, this cake
		I am dying to start
		I have been walking a lot
		it has been less hard today
		my sleep has not been great
		ik leg mijn been op een kussen
		ik slaap met een kussen tussen mijn benen, goed gevoel
		ik voel geen pijn meer in mijn been
		I feel no pain in my leg
		ik voel me niet zo goed vandaag
		I feel good about my legs
		de oefening is goed bevallen
		het is me prima bevallen
		de borstcrawl ging goed
		ik heb mijn been gestrekt
		mijn kuit is stijf
		spierpijn in mijn billen
		pijn in mijn linkerbil
		mijn rechterbeen doet zeer
		ik ging van 7 naar 4
		het is 8 uur
		ik heb 30 minuten gelopen
		op het zadel zitten gaat goed
		ik doe het morgen wel
		ik wil niet meer oefenen vandaag
		ik wil stoppen voor vandaag
		ik ben moe
		ik ga de hond uitlaten
		ik heb er geen zin in
		het leven is mooi
		hoe lang moet ik liggen
		mijn rug is stijf in de ochtend
		kan ik hiermee naar de sportschool
		twee keer mijn been gestrekt
		two weeks of leg exercises
		blaas rustig uit, dat lukt niet altijd
		not a wee bit
		de kat ligt op schoot
		ik heb gefietst van huis naar werk
		my foot is cold
		I want to end the session
		hoe kan ik deze sessie beëindigen
		de pijn is gezakt
		ik ben niet bang
		ik voel me sterker
		I feel like going out
		ik wil graag afvallen
		I want to lose weight
		ik word niet meer wakker van de pijn
		ik zit de hele dag
		ik kan niet lang zitten
		de trap op gaat goed
		het is dertig graden buiten`) {
		if got := triggered(text); len(got) > 0 {
			t.Errorf("%q raises %v", text, got)
		}
	}
}

// Everyday words beside an alarm don't silence it.
func TestEverydayWordsSilenceNoAlarm(t *testing.T) {
	everyday := linesOf(`het viel me mee
		per ongeluk
		ik lach me dood
		flauwe grap
		beide benen gedaan
		zadel van de fiets
		dood moe
		de app crasht
		in slaap gevallen`)
	for text, row := range map[string]Row{
		"ik kan niet plassen": "RF01", "ik wil niet meer leven": "RF35", "ik wil dood": "RF35", "ik heb een ongeluk gehad": "RF09",
		"van de trap gevallen": "RF09", "ik ben gevallen": "RF17", "beide benen tintelen": "RF05", "doof gevoel in mijn kruis": "RF04", "ik ben flauwgevallen": "RF10",
	} {
		for _, talk := range everyday {
			for _, both := range []string{talk + ", " + text, text + ", " + talk} {
				if !slices.Contains(triggered(both), row) {
					t.Errorf("%q raises %v, not %s", both, triggered(both), row)
				}
			}
		}
	}
}

func linesOf(text string) []string {
	var lines []string
	for l := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(l))
	}
	return lines
}

// A flood of 4096 characters may not hold up the others: under a millisecond.
func BenchmarkTriggered(b *testing.B) {
	for name, flood := range map[string]string{
		"letters":  "a b c d e f g h i j k l m n o p ",
		"everyday": "per ongeluk viel mee in slaap gevallen ik lach me dood ",
		"halves":   "niet voel been kruis wil ik pijn geen kracht er zonder ",
		"words":    "mijn rug doet zeer als ik lang zit en fietsen gaat goed ",
	} {
		text := strings.Repeat(flood, 4096/len(flood))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				triggered(text)
			}
		})
	}
}
