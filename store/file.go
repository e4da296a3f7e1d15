package store

// File returns the id under which Telegram knows a picture that was uploaded
// before. The picture is named by the caller, by its content's hash say.
func (tx *Tx) File(picture string) (file string, ok bool) {
	v := tx.get(fileBucket, []byte(picture))
	return string(v), v != nil
}

// SetFile remembers the id of an uploaded picture; "" forgets it. All are
// forgotten when the bot becomes another (SetPosition).
func (tx *Tx) SetFile(picture, file string) error {
	if file == "" {
		return tx.drop(fileBucket, []byte(picture))
	}
	return tx.put(fileBucket, []byte(picture), []byte(file))
}
