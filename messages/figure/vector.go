package figure

import (
	"encoding/json"
	"fmt"
	"math"
)

// A vec is a place or a direction: x to the right, y up, z towards who looks.
// A grown-up stands about 100 high, and the floor is y=0.
type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec             { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) minus(b vec) vec            { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) times(f float64) vec        { return vec{a.x * f, a.y * f, a.z * f} }
func (a vec) dot(b vec) float64          { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) length() float64            { return math.Sqrt(a.dot(a)) }
func (a vec) to(b vec, t float64) vec    { return a.plus(b.minus(a).times(t)) }
func (a vec) along(b vec, d float64) vec { return a.plus(b.times(d)) }

// unit is the direction alone; that of nothing is up.
func (a vec) unit() vec {
	l := a.length()
	if l < 1e-9 {
		return vec{0, 1, 0}
	}
	return a.times(1 / l)
}

// left and right are quarter turns in the plane of the picture.
func (a vec) left() vec  { return vec{-a.y, a.x, 0} }
func (a vec) right() vec { return vec{a.y, -a.x, 0} }

// turned is a, turned towards b by a part t of the way, its length changing
// with it: a limb that swings keeps its bones.
func (a vec) turned(b vec, t float64) vec {
	l := a.length()*(1-t) + b.length()*t
	u, v := a.unit(), b.unit()
	angle := math.Acos(min(1, max(-1, u.dot(v))))
	if angle < 1e-6 {
		return u.times(l)
	}
	away := v.minus(u.times(u.dot(v))).unit()
	return u.times(math.Cos(angle * t)).plus(away.times(math.Sin(angle * t))).times(l)
}

// bearing is the direction of an angle in degrees: 0 is right, 90 is up.
func bearing(degrees float64) vec {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return vec{cos, sin, 0}
}

// UnmarshalJSON reads [x,y] or [x,y,z].
func (a *vec) UnmarshalJSON(text []byte) error {
	var numbers []float64
	if err := json.Unmarshal(text, &numbers); err != nil {
		return err
	}
	if len(numbers) < 2 || len(numbers) > 3 {
		return fmt.Errorf("a place has two or three numbers: %s", text)
	}
	a.x, a.y = numbers[0], numbers[1]
	if len(numbers) == 3 {
		a.z = numbers[2]
	}
	return nil
}
