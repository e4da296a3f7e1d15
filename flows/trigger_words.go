package flows

// This file is for a clinician to read: what is heard in free text, by row, in
// both languages together: people mix them, and the language of the phone is
// not always that of the pain. How a line is written stands at trigger.
//
// The list asks a question too many rather than one too few. What takes an
// alarm away (not) is therefore a phrase that can't be meant, never a single
// "niet". The commonest misspellings of a phone are in it as words.

// harmless is phrases that mean nothing to any row.
func harmless() string {
	// the English "been" is not the Dutch leg, the Dutch "leg" no English one
	return "have been|has been|had been|ive been|hes been|shes been|its been|not been|never been|havent been|hasnt been|always been|also been|just been|" +
		"ik leg|leg ik|je leg"
}

// Words that several rows share.
const (
	heardPee  = "plas|plasse|plassen|plast|piesen|piese|pies|piest|pissen|pisse|pis|pist|urine|urineren|wateren|pee|peeing|pees|piss|urinate|urinating|wee|blaas|bladder"
	heardPoo  = "poep|poepe|poepen|ontlasting|stront|stool|poo|poop|poopen|bowel|bowels"
	heardNumb = "doof|dove|doove|doofe|gevoelloos|gevoelloze|gevoeloos|verdoofd|verdooft|tintel*|prikkel*|slapend|slapende|ingeslapen|numb|nummb|numbness|tingl*|pins and needles|dead"
	heardSeat = "kruis|billen|bil|bilnaad|schede|vagina|vulva|schaamlippen|schaamstreek|penis|piemel|balzak|anus|geslacht*|zitvlak|achterwerk|rijbroek|kont|reet|" +
		"zadel|groin|crotch|saddle|genital*|buttock*|bum|bottom|butt|perineum|private parts|privates|testicles"
	heardLegs = "*been|*benen|*voet|*voeten|teen|tenen|kuit|kuiten|dij|dijen|enkel|enkels|leg|legs|foot|feet|toes|big toe|calf|calves|thigh|thighs|ankle|shin"
	heardFeet = "*voet|*voeten|teen|tenen|foot|feet|toes|big toe"
	heardCant = "niet|nauwelijks|moeite|moeilijk|moeizaam|lastig|slecht|slechter|amper|bijna niet|cant|can not|cannot|not|unable|hard|harder|difficult|trouble|hardly|barely|couldnt|wont|doesnt|nt"
	heardLose = "verlies|verliezen|verlies*|lek|lekken|lekt|druppel*|ophouden|inhouden|leak*|lose|losing|hold|holding"
	heardFeel = "voel|voelt|voelen|gevoel|feel|feels|feeling|felt"
	heardLess = "niet|niks|niets|geen|nauwelijks|amper|minder|weinig|cant|cannot|can not|not|no|none|nothing|dont|hardly|barely|less|couldnt|lost"
	heardOdd  = heardLess + "|anders|raar|rare|vreemd|vreemde|gek|different|weird|strange|odd|funny"
	heardDrug = "bloedverdunner*|bloedverdunnend*|bloed verdunner*|antistolling*|ontstollings*|sintrom*|acenocoumarol|fenprocoumon|marcoumar|apixaban|eliquis|rivaroxaban|xarelto|" +
		"dabigatran|pradaxa|edoxaban|lixiana|warfarin|anticoagula*|blood thinner*|blood thinning"
	heardFall = "gevallen|gevalle|viel|omgevallen|fell|fallen"

	// The Dutch "vallen" and the English "fall" of daily life: "het viel mee",
	// "in slaap gevallen", "in sommige gevallen", "my pain fell from 6 to 4".
	notFall = "viel mee|viel me mee|viel mij mee|viel best mee|viel wel mee|viel erg mee|viel heel erg mee|viel reuze mee|viel me reuze mee|viel me erg mee|viel me best mee|" +
		"viel me heel erg mee|viel niet mee|viel me niet mee|viel allemaal mee|viel gelukkig mee|viel enorm mee|" +
		"viel tegen|viel me tegen|viel mij tegen|viel wel tegen|viel erg tegen|viel me erg tegen|meegevallen|tegengevallen|viel me op|viel mij op|viel stil|" +
		"in slaap gevallen|in slaap viel|viel in slaap|viel .. in slaap|viel gelijk in slaap|slaap gevallen|" +
		"sommige gevallen|alle gevallen|meeste gevallen|veel gevallen|zulke gevallen|deze gevallen|die gevallen|andere gevallen|bepaalde gevallen|enkele gevallen|" +
		"fell asleep|fallen asleep|fell in love|fell behind|pain fell|pain has fallen|score fell|fell from # to|fell back to sleep|gevallen van # naar"
)

// triggers is the list.
func triggers() []trigger {
	return append(caudaTriggers(), append(dangerTriggers(), append(otherTriggers(), crisisTriggers()...)...)...)
}

// crisisTriggers is RF35: thoughts of suicide. What could be meant is asked.
func crisisTriggers() []trigger {
	return []trigger{
		{row: "RF35", words: "zelfmoord*|zelfmoort|zelf moord|zelfdoding|suicid*|suicde|sucide|levensmoe*|doodswens|doodsverlangen|euthanasie|euthanasia|" +
			"113|zelfbeschadiging|automutilatie|self harm|selfharm"},
		// to die: only about the person; a dog, a battery and a joke are not.
		{row: "RF35", words: "=dood|ik .. dood|dood .. ik|wil .. dood|wilde .. dood|wou .. dood|willen .. dood|wil .. doot|ik .. doot|liever dood|beter dood|maar dood|was ik .. dood|" +
			"dood willen|dood zijn|dood gaan|dood te gaan|dood te zijn|dood is beter|dood maken|me dood|mezelf dood|de dood|doodgaan|dood ga|ga dood|doodga|dood te maken",
			not: "lach me dood|lach mij dood|lachte me dood|lach me echt dood|lachen ons dood|schrok me dood|schrik me dood|verveel me dood|verveelde me dood|erger me dood|schaam me dood|" +
				"werk me dood|dood moe|dood op|dood normaal|dood simpel|dood saai|dood stil|dood ziek|de dood van|" +
				"hond is dood|kat is dood|poes is dood|batterij is dood|accu is dood|telefoon is dood|plant is dood|hond dood|kat dood|batterij dood|hond gaat dood|kat gaat dood"},
		{row: "RF35", words: "wil .. sterven|wilde .. sterven|sterven wil|liever sterven|laat me sterven|ga sterven|te sterven|=sterven"},
		{row: "RF35", words: "to die|i die|could die|just die|let me die|rather die|would die|id die|wanna die|i am dying|im dying",
			not: "dying to|to die for|die for a|die for some"},
		{row: "RF35", words: "better dead|better off dead|be dead|wish .. dead|i was dead|i were dead|rather dead|im dead|i am dead|=dead",
			not: "dead tired|dead on my feet|dead beat|be dead easy"},

		// not to live any more
		{row: "RF35", words: "niet|geen|not|dont|nooit|never + meer|langer|want|wil|wilt|willen|zin|wanna + leven|live|living|alive",
			not: "normale leven|gewone leven|oude leven|normaal leven|gewoon leven|leven weer|dagelijks leven|dagelijkse leven|in mijn leven|in m n leven|van mijn leven|daily life|minder leven"},
		{row: "RF35", words: "er niet meer zijn|er niet meer wil zijn|niet meer zijn|niet meer er zijn|er niet meer was|er niet meer ben|er niet meer te zijn|niet meer bestaan|" +
			"niet meer wil bestaan|not be here any*|want to be here any*|not want to be here|dont want to be here|dont wanna be here|not be alive|dont want to exist|stop existing|" +
			"wish i wasnt here|wish i wasnt alive|wish i was never born|wish i had never been born|nooit geboren",
			not: "pijn er niet meer zijn|pijn niet meer zijn|klachten er niet meer zijn|klachten niet meer zijn"},
		{row: "RF35", words: "niet meer wakker word|niet meer wakker worden|niet meer wakker te worden|niet meer wakker hoef|nooit meer wakker|never wake up|not wake up again|dont wake up again",
			not: "wakker word van|wakker worden van|wakker van"},
		{row: "RF35", words: "leven moe|leven zo moe|leven zat|leven zo zat|leven beu|moe van het leven|klaar met .. leven|leven is zinloos|leven heeft geen zin|leven geen zin|zin in .. leven|geen zin meer in .. leven|" +
			"zinloos leven|leven niet waard|leven niet meer waard|niet waard .. leven|uit het leven|geen uitweg|zie .. niet meer zitten|" +
			"tired of living|tired of life|sick of living|sick of life|done with life|done with living|not worth living|isnt worth living|not worth it to live|no reason to live|nothing to live for|" +
			"no point in living|no point living|point of living|no way out|cant go on living|cant go on like this|cant go on any*|=cant go on|=i cant go on"},
		{row: "RF35", words: "hoeft niet meer voor mij|hoeft .. niet meer voor mij|hoeft voor mij niet meer|voor mij hoeft .. niet meer|=ik wil niet meer|=wil niet meer|ik wil niet meer .. nooit|" +
			"wil niet meer verder|kan niet meer verder leven|wil zo niet meer|wil zo niet verder|=het hoeft niet meer|=het hoeft voor mij niet meer"},

		// to end it, to hurt oneself
		{row: "RF35", words: "er .. eind aan|er .. einde aan|eind aan maken|einde aan maken|eind .. mijn leven|einde .. mijn leven|eind .. het leven|einde .. het leven|beeindig* .. leven|leven .. beeindigen|" +
			"end my life|ending my life|end my own life|ending it all|end it all|want to end it|wanna end it|just end it|end it now|" +
			"take my life|take my own life|taking my own life|kill myself|kil myself|killing myself|kill my self|kill me|leven benemen",
			not: "eind aan de oefening*|eind aan de sessie|eind aan deze oefening*"},
		{row: "RF35", words: "mezelf .. aandoen|mijzelf .. aandoen|me zelf .. aandoen|mezelf .. aan te doen|mezelf pijn doen|mezelf pijn te doen|mijzelf pijn doen|mezelf pijn wil|mezelf wil pijn|" +
			"mezelf snijden|mezelf te snijden|snij mezelf|mezelf ophangen|mezelf van kant|mezelf verwonden|want to hurt myself|wanna hurt myself|hurting myself|hurt myself on purpose|" +
			"harm myself|harming myself|cutting myself|hang myself|voor de trein|overdos*"},

		// a burden to others
		{row: "RF35", words: "zonder mij .. beter|beter .. zonder mij|beter af zonder|iedereen .. beter af|anderen .. beter af|better off without me|without me .. better|better .. without me|" +
			"iedereen tot last|anderen tot last|alleen maar tot last|ben .. tot last|a burden to|a burden on"},
	}
}

// caudaTriggers is the nerves: RF01 to RF08 and RF30.
func caudaTriggers() []trigger {
	return []trigger{
		{row: "RF01", words: heardPee + " + " + heardCant, not: "blaas uit|blaas rustig uit|blaas langzaam uit|blaas de|a wee bit|wee bit"},
		{row: "RF02", words: heardPee + " + " + heardLose},
		{row: "RF02", words: "incontinent*|incontinentie|incontinence|incontent|plasverlies|urineverlies"},
		{row: "RF02", words: "plas in .. broek|plas in .. bed|pis in .. broek|pies in .. broek|pis in .. bed|pies in .. bed|in .. broek geplast|in .. broek gepiest|in .. broek gepist|in .. bed geplast|" +
			"in .. bed gepiest|broek nat geplast|broek vol geplast|geplast in .. broek|geplast in .. bed|geplast in .. slaap|bedplassen|bed nat|bed geplast|broek geplast|" +
			"wet myself|wetting myself|wet my pants|wet my bed|wet the bed|wetting the bed|peed myself|pee myself|peeing myself|pissed myself|piss myself|peed my pants|peed .. bed|peed .. pants"},
		{row: "RF02", words: heardFeel + " + niet|niks|cant|cannot|not|dont + ik plas|ik moet plassen|plas komt|i pee|im peeing|to pee|when peeing"},
		{row: "RF03", words: heardPoo + " + " + heardLose + "|niet|cant|cannot|control"},
		{row: "RF03", words: "in .. broek gepoept|in .. bed gepoept|gepoept in .. broek|poep in .. broek|broek gepoept|soiled myself|soil myself|soiling myself|soiled my pants|shit myself|shat myself|" +
			"pooped myself|poop myself|pooped my pants|poo myself|ontlastingsverlies|windjes ophouden|winden ophouden"},
		{row: "RF04", words: heardNumb + " + " + heardSeat, not: "dead tired"},
		{row: "RF04", words: "geen|no|minder|less + gevoel|feeling + " + heardSeat},
		{row: "RF04", words: heardFeel + " + " + heardOdd + " + " + heardSeat},
		{row: "RF04", words: heardNumb + " + tussen|between|binnenkant|inside|inner + benen|legs|bovenbenen|bovenbeen|thighs|thigh|dijen"},
		{row: "RF04", words: heardFeel + " + " + heardOdd + " + tussen|between + benen|legs", not: "kussen tussen|pillow between"},
		{row: "RF04", words: "voel|voelen|voelt|feel|feels|gevoel|doof + afvegen|afveeg|wiping|wipe|wc papier|toilet paper", not: "voel me|voel mij"},
		{row: "RF04", words: "kruis slaapt|kruis .. slaapt|billen slapen|bil slaapt"},
		// a saddle can be that of a bicycle
		{row: "RF04", words: "zadel|zadelgevoel|zadelgebied|saddle", not: "zadel van .. fiets|zadel .. fiets|fiets .. zadel|zadel .. hoger|zadel .. lager|zadel hoog|zadel laag|zadel afstellen|zadel pijn|op het zadel|" +
			"bike saddle|bicycle saddle|saddle of .. bike|saddle .. bike|saddle up|saddle height"},

		// both legs: but a set of exercises has two sides
		{row: "RF05", words: "beide|beiden|allebei|allebij|both|twee|two + " + heardLegs,
			not: "beide benen gedaan|allebei de benen gedaan|allebei gedaan|beide benen geoefend|beide benen getraind|beide kanten gedaan|twee keer|twee weken|twee dagen|twee uur|twee minuten|" +
				"twee oefeningen|twee sessies|two weeks|two days|two times|two hours|two minutes|two exercises|two sessions|" +
				"did both legs|did it with both legs|did both|did them both|both exercises|both legs done|both sides done|trained both legs|exercised both legs|beide oefeningen"},
		{row: "RF05", words: "linker en rechter*|rechter en linker*|linkerbeen .. rechterbeen|rechterbeen .. linkerbeen|links en rechts|links als rechts|rechts als links|left and right|right and left + " + heardLegs,
			not: "rechterbeen gedaan|linkerbeen gedaan|links en rechts gedaan"},
		{row: "RF06", words: "erectie|erecties|erektie|erection|erections|orgasme|orgasm|impotent|impotentie|impotence|stijve krijgen|geen stijve|get it up|get hard"},
		{row: "RF06", words: "seks|sex|vrijen|klaarkomen + gevoel|voel|feel|feeling|numb|doof"},

		{row: "RF07", words: "klapvoet|klap voet|sleepvoet|sleep voet|dropfoot|drop foot|foot drop|dropped foot|footdrop"},
		{row: "RF07", words: heardFeet + " + sleept|sleep|slepen|hangt|klapt|klapte|klappert|klappen|slaps|slapping|flops|drops|dropping|drags|dragging"},
		{row: "RF07", words: heardCant + " + lift|lifting|raise|move|moving|wiggle|optillen|optille|tillen|til|heffen|hef|bewegen|beweeg|bewege|omhoog|strekken|optrekken|aansturen|controle|control|foot up|toes up|leg up + " + heardLegs},
		// "laten zakken" is an exercise, "zak door" is not
		{row: "RF07", words: "zak door|zakt door|zakte door|zakken door|zak steeds door|zak soms door|doorgezakt|gezakt door|door mijn been|door mijn *been|door me been|door m n been|door een been|door mijn benen|door zakken"},
		{row: "RF07", words: "begeeft|begaf|begeven|bezwijkt|gives way|gave way|giving way|gives out|gave out|giving out|give way|give out|given way|buckled|buckles|buckling|buckle|collapses|viel uit|valt uit|uitgevallen|uitval + " +
			heardLegs + "|knie|knieen|knee|knees"},
		{row: "RF07", words: "gives way|uitvalsverschijnselen|uitval"},
		{row: "RF07", words: "slap|slappe|slapper|zwak|zwakke|zwakker|krachteloos|krachtloos|weak|weaker|weakness|floppy|limp + " + heardLegs},
		{row: "RF07", words: "geen .. kracht|minder .. kracht|weinig .. kracht|kracht .. minder|kracht .. weg|kracht .. kwijt|kracht .. verloren|verlies .. kracht|kracht verlies|krachtverlies|krachtsverlies|" +
			"krachtsvermindering|geen krachd|minder krachd|no .. strength|less .. strength|lost .. strength|losing .. strength|loss of strength|lose strength|strength .. gone"},
		{row: "RF07", words: "geen|no|less + kracht|strength|power + " + heardLegs},
		{row: "RF07", words: "verlamd|verlamt|verlamde|verlamming|verlammingen|lam|paralysed|paralyzed|paralysis|paralized"},

		{row: "RF08", words: heardNumb + " + " + heardLegs, not: "dead tired|dead bug*|prikkelbaar"},
		{row: "RF08", words: "gevoelloos|gevoelloosheid|gevoeloos"},
		{row: "RF08", words: "geen|no + gevoel|feeling + " + heardLegs},
		{row: "RF08", words: heardFeel + " + niet|niks|niets|nauwelijks|amper|cant|cannot|can not|nothing|hardly|barely|couldnt|dont|not + " + heardLegs,
			not: "voel pijn|voel de pijn|voel geen pijn|voel minder pijn|voel bijna geen pijn|voel nauwelijks pijn|voel me|voel mij|voelt goed|voelt beter|voelt fijn|voelt niet goed|voelt niet fijn|goed gevoel|" +
				"feel pain|feel no pain|feel the pain|feel any pain|feel much pain|feel good|feel well|feel better|feel like|feels good|feels better|feeling good|feeling well"},
		{row: "RF08", words: "*been slaapt|*voet slaapt|*been .. slaapt|benen slapen|voeten slapen|leg is asleep|legs are asleep|foot is asleep|leg asleep"},

		{row: "RF30", words: "wankel|wankele|wankelen|wankelt|waggel*|onvast|unsteady|clumsy|dronkenmansloop|loop .. raar|loop .. vreemd|loop .. gek|loop .. als een dronk*|walk .. funny|walk .. weird|walking .. funny|walking .. weird|" +
			"walk like .. drunk|onhandige handen|handen .. onhandig|clumsy hands|evenwicht kwijt|evenwicht .. kwijt|verlies .. evenwicht|balans kwijt|lose my balance|losing my balance|lost my balance"},
		{row: "RF30", words: "stijf|stijve|stiff + *benen|*been|legs|leg + loop|lopen|loopt|walk|walking|onhandig|clumsy"},
	}
}

// dangerTriggers is heart, blood vessels, infection, accidents and pregnancy:
// RF09 to RF13, RF25 to RF28.
func dangerTriggers() []trigger {
	const (
		belly  = "buik|buikpijn|onderbuik|flank|flanken|zij|zijkant|belly|bellyache|abdomen|abdominal|stomach|tummy|side"
		fever  = "koorts|koors|koorst|koortz|koortsig|rillingen|rilling|rillerig|fever|fevers|feverish|chills|shivers|shivering"
		severe = "hevig|hevige|heftig|heftige|vreselijk|vreselijke|ondraaglijk|ondraaglijke|ergste|enorme|severe|terrible|excruciating|unbearable|worst|awful|intense"
		child  = "zwanger|zwangere|zwanger*|verwachting|pregnant|pregnancy"
	)
	return []trigger{
		{row: "RF11", words: "pijn|druk|drukt|drukkend|drukkende|beklemd|beklemmend*|knellend*|strak|steken|steek|band|pain|pains|pressure|tight|tightness|crushing + borst|borstkas|borstbeen|chest"},
		{row: "RF11", words: "benauwd|benauwt|benouwd|benauwdheid|kortademig|ademnood|breathless|geen lucht|geen adem|nauwelijks lucht|nauwelijks adem|moeilijk lucht|moeite met ademen|moeite met ademhalen|" +
			"niet ademen|niet ademhalen|niet meer ademen|moeilijk ademen|slecht ademen|niet goed ademen|niet doorademen|hartaanval|hart aanval|hartinfarct|heart attack|" +
			"cant breathe|cant breath|cannot breathe|can not breathe|cant .. breathe|hard to breathe|trouble breathing|difficulty breathing|hardly breathe|barely breathe|struggling to breathe|ik stik|longembolie"},
		{row: "RF11", words: "short|shortness + breath"},

		{row: "RF10", words: "flauwgevallen|flauw gevallen|flauwvallen|flauwviel|flauwval|flauwte|val flauw|viel flauw|viel bijna flauw|val bijna flauw|bijna flauw|flauw van|voel .. flauw|word .. flauw|werd .. flauw|" +
			"fainted|faint|fainting|feinted|passed out|passing out|pass out|blacked out|blackout|black out|collapsed|unconscious|buitenwesten|buiten westen|bewusteloos|bewustzijn verloren|weggeraakt|wegraking|" +
			"van mijn stokje|van me stokje",
			not: "flauw hoor|flauwe grap|beetje flauw|feint hope|app collapsed"},
		// sudden and very severe in the belly or the flank, or there and pale, sweaty, dizzy
		{row: "RF10", words: "plots|plotse|plotseling|plotselinge|ineens|opeens|acute|acuut|sudden|suddenly + " + severe + "|erge|erg|hele + " + belly},
		{row: "RF10", words: "plotse hevige|plotseling hevige|plotselinge hevige|sudden severe + pijn|rugpijn|pain|back pain"},
		{row: "RF10", words: "bleek|pale|zweterig|zweten|sweaty|sweating|klam|clammy|duizelig|dizzy|flauw|flauwe|light headed|lightheaded + pijn|buikpijn|pain|ache + " + belly},
		{row: "RF10", words: "aneurysma|aneurysm + pijn|buikpijn|rugpijn|pain|gescheurd|ruptured", far: true},
		{row: "RF10b", words: "aneurysma|aneurisma|aneurysm|verwijde buikslagader|buikslagader"},

		{row: "RF12", words: fever + "|38|39|40|41|42 + suf|sufferig|slaperig|versuft|verward|verwart|verwarring|warrig|ijlt|ijlen|delirium|erg ziek|heel ziek|zo ziek|doodziek|dood ziek|hondsberoerd|snel ademen|adem snel|ademt snel|" +
			"snelle ademhaling|drowsy|sleepy|confused|confusion|delirious|very ill|very sick|so ill|so sick|really ill|really sick|very unwell|breathing fast|fast breathing|breathe fast", far: true},
		{row: "RF12", words: "sepsis|septisch|septic|bloedvergiftiging|bloed vergiftiging|blood poisoning"},
		{row: "RF13", words: fever + "|heb .. verhoging"},
		{row: "RF13", words: "38 graden|39 graden|40 graden|41 graden|42 graden|38 # graden|39 # graden|40 # graden|41 # graden|38 degrees|39 degrees|40 degrees|41 degrees|42 degrees|38 # degrees|39 # degrees|40 # degrees",
			not: "graden buiten|graden in de|buiten # graden|# graden hoek|hoek van # graden|degrees outside|degree angle|# graden warm|# graden draaien|# graden buigen"},
		{row: "RF13", words: "temperatuur|temperature|temp|thermometer + 38|39|40|41|42", not: "temperatuur buiten"},

		{row: "RF09", words: "ongeluk|ongeval|aangereden|aanrijding|botsing|geramd|*ongeluk|*ongeval|accident|crash|crashed|hit by a car|hit by a bus|hit by a truck|hit by a bike|hit by a van|run over|car wreck|knocked over|knocked down|whiplash",
			not: "per ongeluk|bij ongeluk|by accident|by accident*|geen ongeluk maar|app .. crash|app crash*|crash van de app|crash van .. telefoon|bot crash*|app is crash*|app has crash*|app .. crashed|bot .. crashed|" +
				"phone crash*|phone .. crashed|crash of the app|program* crash*|website crash*"},
		{row: "RF09", words: heardFall + "|val + *trap|hoogte|ladder|trapje|dak|balkon|steiger|paard|fiets|scooter|motor|brommer|stairs|stair|height|roof|horse|bike|bicycle|balcony|scaffold*", not: notFall + "|val in slaap"},
		{row: "RF09", words: "val van|viel van|gevallen van|fell from|fell off|fallen from|fallen off|fell down the|fall from|van de trap gevallen|van .. trap gevallen",
			not: notFall},

		{row: "RF25", words: "bloed|blood + plas|urine|pee|plassen"},
		{row: "RF25", words: "niersteen|nierstenen|nier steen|kidney stone|kidney stones|bloedplassen|rode plas|rode urine|red urine"},
		{row: "RF26", words: heardPee + " + branden|brandt|brandend*|branderig*|burn|burns|burning + " + fever, far: true},

		{row: "RF28", words: child + " + bloed|bloeding|bloedingen|bloedverlies|bloeden|bloed*|bleed*|blood|vocht*|vruchtwater*|weeen|contractions|contraction|harde buik|harde buiken|hoofdpijn|headache|headaches|kuit|kuiten|calf|" +
			"minder leven|minder beweging|beweegt niet|beweegt minder|baby moves less|moving less|less movement|not moving|fluid|waters|alarmteken|alarm sign", far: true, not: "bloedverdun*|bloeddruk|bloedprik*"},
		{row: "RF28", words: "water broke|waters broke|water has broken|waters have broken|waters broken|vliezen gebroken|vliezen .. gebroken|vruchtwater|vruchtwaterverlies|miskraam|miscarriage"},
		{row: "RF27", words: "zwanger*|in verwachting|zwangr|bevallen|pregnant|pregnent|pregnancy|gave birth|given birth|expecting a baby|just had a baby",
			not: "goed bevallen|prima bevallen|slecht bevallen|beter bevallen|niet bevallen|heel goed bevallen|me bevallen|mij bevallen"},
		{row: "RF27", words: "bevallen van|pas bevallen|net bevallen"},
	}
}

// otherTriggers is what can wait a day: RF14 to RF24, RF33, RF34.
func otherTriggers() []trigger {
	return []trigger{
		{row: "RF14", words: "operatie|geopereerd|geopereert|opperatie|surgery|operated|ruggenprik|ruggeprik|zenuwblokkade|epidural"},
		{row: "RF14", words: "wond|wound|litteken|hechting|hechtingen|scar|stitches + lek|lekt|zwelt|dik|rood|open|pus|etter|leaks|leaking|swells|swollen|red|infected|ontstoken"},
		{row: "RF16", words: "prednison|prednisolon|prednisone|prednisolone|prednis*|chemo|chemokuur|chemotherapie|chemotherapy|hiv|getransplanteerd|transplantatie|transplant|immuunsysteem|lage afweer|afweer is laag|afweer laag|immune system"},
		{row: "RF17", words: "botontkalking|bot ontkalking|osteoporose|osteoporosis"},
		{row: "RF17", words: heardFall + "|ten val|een val gemaakt|lelijke val|val gemaakt|uitgegleden|gestruikeld|onderuit gegaan|onderuitgegaan|tripped|slipped and|slipped on|had a fall|took a fall|nasty fall|bad fall", not: notFall},
		{row: "RF33", words: heardDrug + " + " + heardFall + "|val|ten val|uitgegleden|gestruikeld|fall|falls|tripped|slipped|gestoten|ongeluk", far: true, not: notFall + "|per ongeluk"},
		{row: "RF19", words: "kanker|*kanker|uitzaaiing|uitzaaiingen|uitgezaaid|tumor|tumoren|gezwel|cancer|metastasis|metastases|metastatic|tumour|leukemie|leukemia|lymfoom|lymphoma|myeloom|myeloma|" +
			"chemo|chemokuur|chemotherapie|chemotherapy|bestraling|bestralingen|bestraald|radiotherapie|radiotherapy"},
		{row: "RF20", words: "afgevallen|afgevalle|blijf afvallen|zonder .. afvallen|vanzelf afvallen|steeds meer afvallen|afvallen zonder|val af|viel af"},
		{row: "RF20", words: "weight|gewicht + lost|loss|losing|verloren|verlies|kwijt"},
		{row: "RF22", words: "nachtzweten|nachtzweet|nacht zweten|zweet .. nachts"},
		{row: "RF22", words: "night + sweats|sweating"},
		{row: "RF34", words: "operatie|geopereerd|geopereert|opperatie|surgery|operated"},
	}
}
