package flows

import (
	"strings"
	"time"
)

// cities is where people from here tend to be, and the places that a zone is
// usually called by; anything else is found by the name of the zone itself.
func cities() []struct{ name, zone string } {
	return []struct{ name, zone string }{
		{"Amsterdam", "Europe/Amsterdam"}, {"Londen", "Europe/London"}, {"Lissabon", "Europe/Lisbon"},
		{"Athene", "Europe/Athens"}, {"Istanbul", "Europe/Istanbul"}, {"Canarische Eilanden", "Atlantic/Canary"},
		{"Willemstad", "America/Curacao"}, {"Paramaribo", "America/Paramaribo"}, {"New York", "America/New_York"},
		{"Los Angeles", "America/Los_Angeles"}, {"Jakarta", "Asia/Jakarta"}, {"Bangkok", "Asia/Bangkok"},
		{"Sydney", "Australia/Sydney"},
	}
}

// aliases are names that people type and no zone has.
var aliases = map[string]string{
	"london": "Europe/London", "lisbon": "Europe/Lisbon", "athens": "Europe/Athens", "curacao": "America/Curacao",
	"suriname": "America/Paramaribo", "aruba": "America/Aruba", "bonaire": "America/Kralendijk",
	"nederland": "Europe/Amsterdam", "netherlands": "Europe/Amsterdam", "belgie": "Europe/Brussels", "belgium": "Europe/Brussels",
	"duitsland": "Europe/Berlin", "germany": "Europe/Berlin", "frankrijk": "Europe/Paris", "france": "Europe/Paris",
	"parijs": "Europe/Paris", "berlijn": "Europe/Berlin", "brussel": "Europe/Brussels", "rome": "Europe/Rome", "wenen": "Europe/Vienna",
	"spanje": "Europe/Madrid", "spain": "Europe/Madrid", "barcelona": "Europe/Madrid", "italie": "Europe/Rome", "italy": "Europe/Rome",
	"engeland": "Europe/London", "england": "Europe/London", "portugal": "Europe/Lisbon", "griekenland": "Europe/Athens", "greece": "Europe/Athens",
	"turkije": "Europe/Istanbul", "turkey": "Europe/Istanbul", "marokko": "Africa/Casablanca", "morocco": "Africa/Casablanca",
	"bali": "Asia/Makassar", "japan": "Asia/Tokyo", "tokio": "Asia/Tokyo", "china": "Asia/Shanghai", "peking": "Asia/Shanghai",
	"dubai": "Asia/Dubai", "kaapstad": "Africa/Johannesburg", "cape town": "Africa/Johannesburg", "zuid afrika": "Africa/Johannesburg",
	"tenerife": "Atlantic/Canary", "gran canaria": "Atlantic/Canary", "canarische eilanden": "Atlantic/Canary", "lanzarote": "Atlantic/Canary",
	"rotterdam": "Europe/Amsterdam", "utrecht": "Europe/Amsterdam", "den haag": "Europe/Amsterdam", "eindhoven": "Europe/Amsterdam",
	"groningen": "Europe/Amsterdam", "antwerpen": "Europe/Brussels", "miami": "America/New_York", "san francisco": "America/Los_Angeles",
	"melbourne": "Australia/Melbourne",
}

// regions are the first parts of the zones that a bare city name is tried with.
func regions() []string {
	return []string{"Europe", "America", "Asia", "Africa", "Atlantic", "Australia", "Pacific", "Indian", "Antarctica", "Arctic"}
}

// ZoneOf finds the zone of a city or a country that someone typed, or of a zone
// by its own name.
func ZoneOf(text string) (string, bool) {
	name := strings.Join(wordsOf(text), " ")
	for _, c := range cities() {
		if strings.Join(wordsOf(c.name), " ") == name {
			return c.zone, true
		}
	}
	if zone, ok := aliases[name]; ok {
		return zone, true
	}
	if strings.Contains(text, "/") {
		if _, err := time.LoadLocation(strings.TrimSpace(text)); err == nil {
			return strings.TrimSpace(text), true
		}
	}
	city := titled(name)
	for _, r := range regions() {
		if _, err := time.LoadLocation(r + "/" + city); name != "" && err == nil {
			return r + "/" + city, true
		}
	}
	return "", false
}

// titled is a name as zones write it: "new york" is "New_York".
func titled(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "_")
}

func readCity(text string) (string, bool) { return ZoneOf(text) }

func cityChoices(Patient, Open) []string {
	var zones []string
	for _, c := range cities() {
		zones = append(zones, c.zone)
	}
	return zones
}

func cityWords(Patient, Open) map[string]string {
	words := map[string]string{}
	for _, c := range cities() {
		words[c.zone] = c.name
	}
	return words
}
