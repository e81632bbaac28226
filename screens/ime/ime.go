// Package ime lets people type Chinese on glass: pinyin through librime, the
// engine that their own devices use, with the hall's place names in front.
//
// It learns nothing: the schema has no user dictionary, so that what one person
// types never shows as a candidate to the next.
package ime

/*
#cgo pkg-config: rime
#include <stdlib.h>
#include <string.h>
#include <rime_api.h>

static int hk_start(const char *shared, const char *user, const char *schema) {
	RimeApi *api = rime_get_api();
	RIME_STRUCT(RimeTraits, traits);
	traits.shared_data_dir = shared;
	traits.user_data_dir = user;
	traits.distribution_name = "hallkiosk";
	traits.distribution_code_name = "hallkiosk";
	traits.distribution_version = "1";
	traits.app_name = "rime.hallkiosk";
	traits.min_log_level = 3; // only what ends the process
	traits.log_dir = ""; // standard error
	api->setup(&traits);
	api->deployer_initialize(&traits); // compiles what changed since last time
	if (!api->deploy_config_file("default.yaml", "config_version")) return 0;
	if (!api->deploy_schema(schema)) return 0;
	api->initialize(&traits);
	return 1;
}
static void hk_stop(void) { rime_get_api()->finalize(); }
static RimeSessionId hk_session(void) {
	RimeApi *api = rime_get_api();
	RimeSessionId s = api->create_session();
	if (s && !api->select_schema(s, "hall")) { api->destroy_session(s); return 0; }
	return s;
}
static int hk_key(RimeSessionId s, int key) { return rime_get_api()->process_key(s, key, 0); }
static void hk_clear(RimeSessionId s) { rime_get_api()->clear_composition(s); }
static void hk_destroy(RimeSessionId s) { rime_get_api()->destroy_session(s); }
static int hk_choose(RimeSessionId s, int i) { return rime_get_api()->select_candidate(s, i); }
static char *hk_commit(RimeSessionId s) {
	RIME_STRUCT(RimeCommit, c);
	char *text = NULL;
	if (rime_get_api()->get_commit(s, &c)) { text = strdup(c.text); rime_get_api()->free_commit(&c); }
	return text;
}
static char *hk_preedit(RimeSessionId s) {
	RIME_STRUCT(RimeContext, c);
	char *text = NULL;
	if (rime_get_api()->get_context(s, &c)) {
		if (c.composition.preedit) text = strdup(c.composition.preedit);
		rime_get_api()->free_context(&c);
	}
	return text;
}
// hk_candidates joins up to max candidates by line feeds.
static char *hk_candidates(RimeSessionId s, int max) {
	RimeApi *api = rime_get_api();
	RimeCandidateListIterator it = {0};
	size_t used = 0, room = 256;
	char *text = calloc(1, room);
	if (!text || !api->candidate_list_begin(s, &it)) return text;
	for (int i = 0; i < max && api->candidate_list_next(&it); i++) {
		size_t n = strlen(it.candidate.text);
		if (used + n + 2 > room) {
			room = (used + n + 2) * 2;
			char *more = realloc(text, room);
			if (!more) break;
			text = more;
		}
		memcpy(text + used, it.candidate.text, n);
		used += n;
		text[used++] = '\n';
		text[used] = 0;
	}
	api->candidate_list_end(&it);
	return text;
}
*/
import "C"

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"unsafe"

	"hallkiosk/screens/ui"
)

//go:embed data
var data embed.FS

// maxCandidates is how many candidates are offered: four pages of a bar.
const maxCandidates = 40

// backspace is X11's keysym, which librime takes.
const backspace = 0xff08

// Engine is librime with the hall's schema. librime is one per process and not
// safe for several goroutines: open one Engine and use it from the goroutine
// that owns the screen.
type Engine struct {
	folder  string
	session C.RimeSessionId
}

var _ ui.InputMethod = (*Engine)(nil)

// opened notes that librime runs or ran in this process. The state is librime's
// own: a second start would end the process.
var opened atomic.Bool

// Open starts librime, once in a process. shared is where its dictionaries are installed
// (/usr/share/rime-data on Debian). folder is kept between starts: librime
// compiles the dictionary into it the first time, which takes seconds.
func Open(shared, folder string) (*Engine, error) {
	if err := install(folder); err != nil {
		return nil, fmt.Errorf("ime: %w", err)
	}
	if opened.Swap(true) {
		return nil, errors.New("ime: librime was started before in this process")
	}
	cShared, cFolder := C.CString(shared), C.CString(folder)
	cSchema := C.CString(filepath.Join(folder, "hall.schema.yaml"))
	defer C.free(unsafe.Pointer(cShared))
	defer C.free(unsafe.Pointer(cFolder))
	defer C.free(unsafe.Pointer(cSchema))
	if C.hk_start(cShared, cFolder, cSchema) == 0 {
		return nil, fmt.Errorf("ime: librime cannot use the dictionaries in %s", shared)
	}
	e := &Engine{folder: folder, session: C.hk_session()}
	if e.session == 0 {
		C.hk_stop()
		return nil, errors.New("ime: librime does not know the schema hall")
	}
	return e, nil
}

// install writes the schema and the dictionary where librime looks for them,
// leaving files alone that are the same, so that it need not compile again.
func install(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	entries, err := data.ReadDir("data")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		want, err := data.ReadFile("data/" + entry.Name())
		if err != nil {
			return err
		}
		name := filepath.Join(folder, entry.Name())
		if have, err := os.ReadFile(name); err == nil && string(have) == string(want) {
			continue
		}
		if err := os.WriteFile(name, want, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Close ends librime.
func (e *Engine) Close() {
	C.hk_destroy(e.session)
	C.hk_stop()
}

// Key adds a letter from a to z, or an apostrophe between syllables.
func (e *Engine) Key(r rune) bool {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	if (r < 'a' || r > 'z') && r != '\'' {
		return false
	}
	return C.hk_key(e.session, C.int(r)) != 0
}

// Backspace takes back the last letter.
func (e *Engine) Backspace() bool { return C.hk_key(e.session, backspace) != 0 }

// Composition is what was typed, syllable by syllable, after what was chosen.
func (e *Engine) Composition() string { return take(C.hk_preedit(e.session)) }

// Candidates are what the composition may mean, the likeliest first.
func (e *Engine) Candidates() []string {
	all := strings.TrimSuffix(take(C.hk_candidates(e.session, maxCandidates)), "\n")
	if all == "" {
		return nil
	}
	return strings.Split(all, "\n")
}

// Choose takes the candidate with index i of Candidates and returns the text
// once the whole composition is chosen; "" while syllables are left.
func (e *Engine) Choose(i int) string {
	if i < 0 || C.hk_choose(e.session, C.int(i)) == 0 {
		return ""
	}
	return take(C.hk_commit(e.session))
}

// Reset forgets the composition.
func (e *Engine) Reset() { C.hk_clear(e.session) }

// take turns a C string of ours into a Go string and frees it.
func take(s *C.char) string {
	if s == nil {
		return ""
	}
	defer C.free(unsafe.Pointer(s))
	return C.GoString(s)
}
