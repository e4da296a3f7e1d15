package figure

// How large the things are that stand round a body.
const (
	chairDeep  = 25.0
	chairHigh  = 26.0 // of its back
	stepWide   = 26.0
	stepDeep   = 6.0
	pillowHalf = 11.0
	headHalf   = 8.0 // half a pillow for the head
	postWide   = 4.0 // what the band is tied to
	postOver   = 14.0
	railWide   = 26.0
	railHigh   = 22.0
)

// propRoom is how much room a thing takes, beside the body.
func propRoom(kind string, at vec) []disc {
	switch kind {
	case "chair":
		return []disc{{at.x - 5, at.y + chairHigh, 0}, {at.x + chairDeep, 0, 0}}
	case "step":
		return []disc{{at.x, 0, 0}, {at.x + stepWide, at.y, 0}}
	case "rail":
		return []disc{{at.x + railWide + 2, at.y + railHigh + 2, 0}}
	case "band":
		return []disc{{at.x + postWide, at.y + postOver, 0}}
	case "headrest":
		return []disc{{at.x - headHalf, at.y, 2.4}}
	case "wall":
		return []disc{{at.x - 4, 0, 0}}
	}
	return nil
}

// behind draws what stands behind the body.
func (f figure) behind(br brush, b body) {
	for _, thing := range []struct {
		kind string
		draw func(vec)
	}{
		{"wall", br.wall},
		{"chair", br.chair},
		{"rail", br.rail},
		{"step", br.step},
		{"pillow", func(at vec) { br.pillow(at, pillowHalf) }},
		{"headrest", func(at vec) { br.pillow(at, headHalf) }},
		{"band", func(at vec) { br.post(at); br.band(at, b.seen(b.arm2.end.to(b.arm2.tip, 0.5)), 0.7) }},
	} {
		if at, ok := f.Props[thing.kind]; ok {
			thing.draw(at)
		}
	}
}

// before draws what is nearer than the body.
func (f figure) before(br brush, b body) {
	if at, ok := f.Props["band"]; ok {
		br.band(at, b.seen(b.arm.end.to(b.arm.tip, 0.5)), 0.9)
	}
}

// A stick is a thing of wood.
type stick []disc

// wooden draws sticks of one colour, with an edge round all.
func (br brush) wooden(sticks ...stick) {
	var rim, inside shape
	for _, s := range sticks {
		rim, inside = append(rim, sausage(grown(s, edge)...)...), append(inside, sausage(s...)...)
	}
	br.fill(woodRim, rim)
	br.fill(wood, inside)
}

// chair stands with its back to the left; at is the back end of its seat.
func (br brush) chair(at vec) {
	back, front := at.x, at.x+chairDeep
	br.wooden(
		stick{{back + 2.6, 2.4, 1}, {back + 2.6, at.y, 1}},
		stick{{front - 0.4, 2.4, 1}, {front - 0.4, at.y - 2, 1}},
	)
	br.wooden(
		stick{{back, -1.4, 1.3}, {back, at.y - 1.4, 1.3}},
		stick{{front - 3, -1.4, 1.3}, {front - 3, at.y - 1.4, 1.3}},
		stick{{back, at.y - 1.4, 1.6}, {front - 1.5, at.y - 1.4, 1.6}},
		stick{{back, at.y, 1.4}, {back - 2.4, at.y + chairHigh - 1, 1.8}},
	)
}

// rail is a handrail on the far side, which goes up with the step.
func (br brush) rail(at vec) {
	high := vec{at.x + railWide, at.y + railHigh, 0}
	br.wooden(
		stick{{at.x + 3, 4, 1}, {at.x + 3, at.y + 2.5, 1}},
		stick{{high.x - 1, 4, 1}, {high.x - 1, high.y - 1, 1}},
		stick{{at.x, at.y, 1.3}, {high.x, high.y, 1.3}},
	)
}

// step is a solid box, seen a little from above; at is its left end and its top.
func (br brush) step(at vec) {
	near, far := stepDeep*nearerY, -stepDeep*nearerY
	front := box{at.x - 1, near, at.x + stepWide - 1, at.y + near}
	br.fill(woodRim, rect(box{front.left - edge, front.bottom - edge, front.right + edge, front.top + edge}))
	br.fill(woodTop, shape{{{front.left, front.top, 0}, {front.right, front.top, 0}, {front.right + 2, at.y + far, 0}, {front.left + 2, at.y + far, 0}}})
	br.fill(wood, rect(front))
}

func (br brush) wall(at vec) {
	const high, deep = 300.0, -60.0
	br.fill(woodRim, rect(box{at.x - high, deep, at.x + edge, high}))
	br.fill(groundShade, rect(box{at.x - high, deep, at.x, high}))
}

// pillow is a cushion; at is its middle and how high it is.
func (br brush) pillow(at vec, half float64) {
	y := at.y - 1
	cushion := []disc{{at.x - half, y, 1.8}, {at.x - half*0.4, y, at.y + 0.7}, {at.x + half*0.4, y, at.y + 0.7}, {at.x + half, y, 1.8}}
	br.fill(sock.near.edge, sausage(grown(cushion, edge)...))
	br.fill(linen, sausage(cushion...))
}

// post is what a band is tied to.
func (br brush) post(at vec) {
	br.fill(woodRim, rect(box{at.x, 3, at.x + postWide, at.y + postOver}))
	br.fill(wood, rect(box{at.x + edge, 3 + edge, at.x + postWide - edge, at.y + postOver - edge}))
}

// band goes from the post to a hand.
func (br brush) band(at vec, hand disc, r float64) {
	br.fill(band, sausage(disc{at.x, at.y, r}, disc{hand.x, hand.y, r}), sausage(disc{at.x, at.y, 1.6}), sausage(disc{hand.x, hand.y, 1.9}))
}
