package shelf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/assets"
	"hallkiosk/kiosk/guide/shelf"
	"hallkiosk/sync/protocol"
)

// Whatever is put, cut off or opened again, the guide in use is the built-in
// one or one that was put, whole; and without damage it is the last one put.
func TestCurrentIsAlwaysAGoodGuide(t *testing.T) {
	known := map[string]string{} // version → phone
	var bundles []*protocol.GuideBundle
	for i := range 3 {
		version, phone := fmt.Sprint("v", i), fmt.Sprint("0736-700000", i)
		known[version] = phone
		bundles = append(bundles, bundle(t, version, phone))
	}
	folder := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(folder, "s")
		if err != nil {
			r.Fatal(err)
		}
		defer os.RemoveAll(dir)
		open := func() *shelf.Shelf {
			s, err := shelf.Open("guide", assets.FS, dir, nil)
			if err != nil {
				r.Fatal(err)
			}
			return s
		}
		s := open()
		first := s.Current()
		last, put := first.Version, map[string]bool{}
		harmed := false // since when a file of the folder may be bad
		r.Repeat(map[string]func(*rapid.T){
			"put": func(r *rapid.T) {
				b := rapid.SampledFrom(bundles).Draw(r, "guide")
				if err := s.Put(b); err != nil {
					r.Fatal(err)
				}
				last, put[b.Version] = b.Version, true
				harmed = false
			},
			"put a bad one": func(r *rapid.T) {
				b := *rapid.SampledFrom(bundles).Draw(r, "guide")
				b.Files = map[string]string{"guide.toml": b.Files["guide.toml"]}
				if s.Put(&b) == nil {
					r.Fatal("taken")
				}
			},
			"cut off and open again": func(r *rapid.T) {
				entries, err := os.ReadDir(dir)
				if err != nil || len(entries) == 0 {
					r.Skip("nothing to cut")
				}
				path := filepath.Join(dir, rapid.SampledFrom(entries).Draw(r, "file").Name())
				info, err := os.Stat(path)
				if err != nil {
					r.Fatal(err)
				}
				if err := os.Truncate(path, rapid.Int64Range(0, info.Size()).Draw(r, "length")); err != nil {
					r.Fatal(err)
				}
				harmed = true
				s = open()
				last = s.Current().Version
			},
			"open again": func(*rapid.T) { s = open() },
			"": func(r *rapid.T) {
				g := s.Current()
				want, ok := known[g.Version]
				if g.Version == first.Version {
					want, ok = first.Place.Phone, true
				} else if !put[g.Version] {
					r.Fatalf("%s was never put", g.Version)
				}
				if !ok || g.Place.Phone != want || len(g.Services) != len(first.Services) {
					r.Fatalf("guide %s is not whole", g.Version)
				}
				if !harmed && g.Version != last {
					r.Fatalf("uses %s, last put %s", g.Version, last)
				}
			},
		})
	})
}
