package forms_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain asks for fewer random cases than rapid's hundred: each draws a
// document and reads it back through another program. -rapid.checks on the
// command line still has its way.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	flag.Parse()
	os.Exit(m.Run())
}
