package bot

import (
	"fmt"
	"strconv"
	"strings"

	"back2core/flows"
)

// callbackLimit is how many bytes a button can carry.
const callbackLimit = 64

// packed is what a button carries: form:run:question:choice. The run is in base
// 36; only the choice may hold a colon.
func packed(p flows.Pressed) (string, error) {
	if strings.Contains(p.Form, ":") || strings.Contains(p.Question, ":") || p.Run < 0 {
		return "", fmt.Errorf("button of form %q, question %q: colons are for the choice", p.Form, p.Question)
	}
	data := p.Form + ":" + strconv.FormatInt(int64(p.Run), 36) + ":" + p.Question + ":" + p.Choice
	if len(data) > callbackLimit {
		return "", fmt.Errorf("button of form %q, question %q: %d bytes, at most %d", p.Form, p.Question, len(data), callbackLimit)
	}
	return data, nil
}

// unpacked reads what a button carried. Anything that packed did not make is a
// button of no form, which is an old one for all that flows knows.
func unpacked(data string) flows.Pressed {
	old := flows.Pressed{By: flows.ByPatient}
	parts := strings.SplitN(data, ":", 4)
	if len(parts) != 4 || len(data) > callbackLimit {
		return old
	}
	run, err := strconv.ParseInt(parts[1], 36, 32)
	if err != nil || run < 0 {
		return old
	}
	return flows.Pressed{
		By: flows.ByPatient, Form: parts[0], Run: int(run), Question: parts[2], Choice: parts[3],
	}
}
