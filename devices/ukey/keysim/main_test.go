package keysim_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if library := os.Getenv(callerOf); library != "" {
		caller(library)
		return
	}
	goleak.VerifyTestMain(m)
}
