package figure

// profile is a face that looks to the right, 13 high, round its middle.
var profile = []disc{
	{-0.6, 6.3, 0}, {2.2, 5.8, 0}, {4.1, 3.9, 0}, {4.5, 1.9, 0}, {4.5, 0.9, 0}, {5.9, -0.9, 0}, {5.0, -1.7, 0},
	{5.0, -2.9, 0}, {4.7, -4.2, 0}, {3.7, -5.6, 0}, {1.6, -5.6, 0}, {-0.8, -4.2, 0}, {-3.4, -4.0, 0}, {-5.0, -2.2, 0},
	{-5.7, 1.0, 0}, {-4.6, 4.4, 0}, {-2.8, 5.9, 0},
}

var hairFromTheSide = []disc{
	{-0.6, 7.0, 0}, {2.6, 6.4, 0}, {4.6, 4.4, 0}, {3.6, 3.5, 0}, {1.8, 3.4, 0}, {0.9, 2.0, 0}, {0.6, 0.2, 0}, {-0.7, 1.1, 0}, {-2.0, 0.4, 0},
	{-2.3, -1.8, 0}, {-2.8, -4.0, 0}, {-4.8, -4.1, 0}, {-6.2, -1.2, 0}, {-6.4, 1.8, 0}, {-5.2, 5.0, 0}, {-3.2, 6.5, 0},
}

// placed is an outline about the head, turned to where the head looks.
func (b body) placed(outline []disc, by float64) shape {
	f, u := b.face()
	out := make([]disc, len(outline))
	for i, p := range outline {
		grow := 1 + by/6
		out[i] = b.seen(b.head.along(f, p.x*grow).along(u, p.y*grow))
	}
	return shape{smooth(out)}
}

func (b body) onHead(x, y, r float64) disc {
	f, u := b.face()
	return b.wide(b.head.along(f, x).along(u, y), r)
}

// head draws a head that grows out of its neck.
func (br brush) head(b body) {
	outline := b.placed(faceOutline, 0)
	rim := b.placed(faceOutline, edge)
	if b.view == sideView {
		outline, rim = b.placed(profile, 0), b.placed(profile, edge)
	} else {
		br.ears(b)
	}
	low, high := b.neck()[0], b.neck()[1]
	middle := disc{(low.x + high.x) / 2, (low.y + high.y) / 2, (low.r + high.r) / 2}
	br.fill(skin.near.edge, rim)
	br.fill(skin.near.plain, sausage(middle, high), outline)
	switch b.view {
	case sideView:
		br.profile(b)
	case frontView:
		br.features(b)
	default: // the back of a head
		br.fill(hair.near.edge, rim)
		br.fill(hair.near.plain, outline)
	}
}

func (br brush) ears(b body) {
	for _, side := range []float64{-5.1, 5.1} {
		ear := []disc{b.onHead(side, -0.2, 1.0), b.onHead(side, -1, 1.0)}
		br.fill(skin.near.edge, sausage(grown(ear, edge)...))
		br.fill(skin.near.plain, sausage(ear...))
	}
}

// profile draws what is on a head from the side.
func (br brush) profile(b body) {
	br.fill(hair.near.edge, b.placed(hairFromTheSide, edge*0.8))
	br.fill(skin.near.plain, b.placed(profile, 0))
	br.fill(skin.near.light, sausage(b.onHead(2.6, 2.6, 1.1), b.onHead(3.0, 1.4, 0.9)))
	br.fill(hair.near.plain, b.placed(hairFromTheSide, 0))
	br.fill(hair.near.light, sausage(b.onHead(-3.6, 4.0, 0.5), b.onHead(-1.0, 5.4, 0.6), b.onHead(1.4, 5.0, 0.4)))
	br.fill(skin.near.edge, sausage(b.onHead(-0.9, -0.5, 1.0), b.onHead(-1.1, -1.5, 0.7))) // ear
	br.fill(skin.near.plain, sausage(b.onHead(-0.8, -0.5, 0.6), b.onHead(-1.0, -1.4, 0.35)))
	br.fill(hair.near.edge, sausage(b.onHead(2.9, 0.5, 0.55), b.onHead(2.9, 0.1, 0.5)))                             // eye
	br.fill(skin.near.edge, sausage(b.onHead(2.3, 1.9, 0.2), b.onHead(3.5, 2.1, 0.2)))                              // brow
	br.fill(skin.near.edge, sausage(b.onHead(2.9, -3.1, 0.2), b.onHead(3.7, -3.5, 0.25), b.onHead(4.5, -3.3, 0.2))) // mouth
}

var faceOutline = []disc{
	{0, 6.4, 0}, {3.0, 5.6, 0}, {4.7, 3.0, 0}, {4.9, 0, 0}, {4.3, -3.0, 0}, {2.4, -5.6, 0}, {0, -6.4, 0},
	{-2.4, -5.6, 0}, {-4.3, -3.0, 0}, {-4.9, 0, 0}, {-4.7, 3.0, 0}, {-3.0, 5.6, 0},
}

var hairFromTheFront = []disc{
	{0, 6.9, 0}, {3.3, 6.0, 0}, {5.1, 3.4, 0}, {5.2, 0.4, 0}, {4.4, 0.8, 0}, {4.0, 2.9, 0}, {2.0, 3.9, 0}, {-1.5, 3.6, 0},
	{-3.9, 2.9, 0}, {-4.4, 0.8, 0}, {-5.2, 0.4, 0}, {-5.1, 3.4, 0}, {-3.3, 6.0, 0},
}

// features draws what is on a head that looks at us.
func (br brush) features(b body) {
	br.fill(hair.near.edge, b.placed(hairFromTheFront, edge*0.7))
	br.fill(skin.near.plain, b.placed(faceOutline, 0))
	br.fill(hair.near.plain, b.placed(hairFromTheFront, 0))
	for _, side := range []float64{-1, 1} {
		br.fill(hair.near.edge, sausage(b.onHead(side*1.9, 0.5, 0.55), b.onHead(side*1.9, 0.1, 0.55)))
		br.fill(skin.near.edge, sausage(b.onHead(side*1.2, 2.0, 0.2), b.onHead(side*2.7, 2.0, 0.2)))
	}
	br.fill(skin.near.edge, sausage(b.onHead(0, 0, 0.2), b.onHead(0.5, -1.5, 0.25), b.onHead(-0.3, -1.7, 0.25)))
	br.fill(skin.near.edge, sausage(b.onHead(-1.6, -3.2, 0.22), b.onHead(0, -3.8, 0.28), b.onHead(1.6, -3.2, 0.22)))
}

// neck goes from between the shoulders to below the skull.
func (b body) neck() []disc {
	up := b.spine(-0.05).minus(b.spine(0.05)).unit()
	base := b.spine(0).along(up, 1.6)
	front, top := b.face()
	skull := b.head.along(top, -3.4)
	if b.view == sideView { // it sits behind the chin
		base, skull = base.along(b.front(0), -0.9), skull.along(front, -1)
	}
	return []disc{b.wide(base, 3.1), b.wide(skull, 2.7)}
}

// face is the front of the head, and its top.
func (b body) face() (front, top vec) {
	front = bearing(b.gaze)
	return front, front.left()
}
