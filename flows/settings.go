package flows

func (t *turn) settingsNow() {}
func (t *turn) pauseNow()    {}
func (t *turn) stopNow()     {}
func (t *turn) eraseNow()    {}
func (t *turn) restart()     {}

func chat(t *turn) bool { return false }
