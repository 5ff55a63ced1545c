package richtext

import "slices"

// Files returns the ids of the files that the document shows or leads to, each once, in reading order.
func (d *Document) Files() (ids []string) {
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for n := range d.root.parts() {
		add(n.picture.ID)
		for _, r := range n.runs {
			add(mediaID(r.style.link))
		}
	}
	return ids
}
