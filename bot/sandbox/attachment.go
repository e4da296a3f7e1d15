package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// SendPhoto sends a photo: the given one, or a small sample.
func (p *Person) SendPhoto(caption string, picture ...byte) Message {
	if len(picture) == 0 {
		picture = samplePhoto()
	}
	return p.sendFile("photo", "photo.png", picture, caption, "")
}

// SendVoice sends a voice message of three seconds.
func (p *Person) SendVoice() Message {
	return p.sendFile("voice", "voice.ogg", []byte("OggS sample"), "", "")
}

// SendSticker sends a sticker that stands for an emoji.
func (p *Person) SendSticker(emoji string) Message {
	return p.sendFile("sticker", "sticker.webp", []byte("RIFF sample"), "", emoji)
}

// SendDocument sends a file.
func (p *Person) SendDocument(name string, data []byte, caption string) Message {
	return p.sendFile("document", name, data, caption, "")
}

// SendLocation sends a place.
func (p *Person) SendLocation(latitude, longitude float64) Message {
	return p.write(Message{Media: &Media{Kind: "location", Latitude: latitude, Longitude: longitude}})
}

// SendContact sends someone's telephone number.
func (p *Person) SendContact(name, phone string) Message {
	return p.write(Message{Media: &Media{Kind: "contact", Name: name, Phone: phone}})
}

func (p *Person) sendFile(kind, name string, data []byte, caption, emoji string) Message {
	s := p.server
	s.mu.Lock()
	file, err := s.newFile(kind, name, "", data)
	if err == nil {
		if kind == "voice" {
			file.Seconds = 3
		}
		s.keepFile(file)
	}
	s.mu.Unlock()
	if err != nil {
		return Message{} // the app does not send it
	}
	return p.write(Message{Text: caption, Media: &Media{Kind: kind, File: file, Emoji: emoji}})
}

// samplePhoto is a small picture of a calm evening sky.
func samplePhoto() []byte {
	picture := image.NewRGBA(image.Rect(0, 0, 240, 160))
	for y := range 160 {
		for x := range 240 {
			picture.Set(x, y, color.RGBA{uint8(120 + y/2), uint8(150 + y/3), uint8(200 - y/4), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		panic("sandbox: " + err.Error())
	}
	return out.Bytes()
}
