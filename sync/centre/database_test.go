package centre_test

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"testing"
)

func database(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+url.PathEscape(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// forget makes a database one of before it was noted whose the cases are.
func forget(t *testing.T, file string) {
	t.Helper()
	if _, err := database(t, file).Exec("DELETE FROM case_people"); err != nil {
		t.Fatal(err)
	}
}

// copyOf copies a database that is in use, without its accounts and sessions.
func copyOf(t *testing.T, file string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	if _, err := database(t, file).Exec("VACUUM INTO ?", to); err != nil {
		t.Fatal(err)
	}
	if _, err := database(t, to).Exec("DELETE FROM sessions; DELETE FROM accounts"); err != nil {
		t.Fatal(err)
	}
	return to
}
