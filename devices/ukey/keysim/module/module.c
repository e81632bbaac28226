/* A PKCS#11 module (v2.40) that knows nothing: it passes each call through the
 * Unix socket of $KEYSIM_SOCKET to the Go package around it, which owns the
 * keys. Structures come from there byte for byte as a 64-bit Linux lays them
 * out, so that no header is needed. For tests and the demo only.
 *
 * A request is its length (4 bytes), the call's place in CK_FUNCTION_LIST (4)
 * and its arguments; a reply is its length (4), CK_RV (8) and what is to be
 * written. A text is its length (8) and its bytes. All little-endian. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

_Static_assert(sizeof(unsigned long) == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a 64-bit little-endian machine is needed");

typedef unsigned long CK_ULONG, CK_RV;
typedef unsigned char CK_BYTE;
typedef struct { CK_ULONG type; void *value; CK_ULONG len; } CK_ATTRIBUTE;
typedef struct { CK_ULONG type; void *parameter; CK_ULONG len; } CK_MECHANISM;

enum {
	OK = 0, HOST_MEMORY = 2, GENERAL_ERROR = 5, ARGUMENTS_BAD = 7,
	DEVICE_ERROR = 0x30, NOT_SUPPORTED = 0x54, BUFFER_TOO_SMALL = 0x150,
	NOT_INITIALIZED = 0x190, ALREADY_INITIALIZED = 0x191
};
enum { /* places in CK_FUNCTION_LIST */
	INITIALIZE = 0, FINALIZE, GET_INFO, GET_FUNCTION_LIST, GET_SLOT_LIST, GET_SLOT_INFO, GET_TOKEN_INFO,
	GET_MECHANISM_LIST, GET_MECHANISM_INFO, SET_PIN = 11, OPEN_SESSION, CLOSE_SESSION, CLOSE_ALL_SESSIONS,
	GET_SESSION_INFO, LOGIN = 18, LOGOUT, GET_ATTRIBUTE_VALUE = 24, FIND_OBJECTS_INIT = 26, FIND_OBJECTS,
	FIND_OBJECTS_FINAL, SIGN_INIT = 42, SIGN, FUNCTIONS = 68,
	SIGN_SIZE = 100 /* C_Sign with no room for the signature */
};
#define CRASH 0x6b73696d63726173UL /* instead of a CK_RV: die here */
#define UNAVAILABLE ((CK_ULONG)-1)

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int line = -1;

typedef struct { CK_BYTE *at; size_t n, room, read; int bad; } buffer;

static void put(buffer *b, const void *p, size_t n)
{
	if (b->n + n > b->room) {
		size_t room = (b->n + n) * 2 + 64;
		CK_BYTE *at = realloc(b->at, room);
		if (!at) { b->bad = 1; return; }
		b->at = at, b->room = room;
	}
	if (n) memcpy(b->at + b->n, p, n);
	b->n += n;
}
static void put_number(buffer *b, CK_ULONG v) { put(b, &v, 8); }
static void put_text(buffer *b, const void *p, CK_ULONG n) { put_number(b, p ? n : 0); if (p) put(b, p, n); }

static const CK_BYTE *take(buffer *b, size_t n)
{
	if (b->bad || n > b->n - b->read) { b->bad = 1; return NULL; }
	b->read += n;
	return b->at + b->read - n;
}
static CK_ULONG take_number(buffer *b) { CK_ULONG v = 0; const CK_BYTE *p = take(b, 8); if (p) memcpy(&v, p, 8); return v; }

static int move(int out, void *p, size_t n)
{
	CK_BYTE *at = p;
	while (n) {
		ssize_t did = out ? send(line, at, n, MSG_NOSIGNAL) : recv(line, at, n, 0);
		if (did < 0 && errno == EINTR) continue;
		if (did <= 0) return 0;
		at += did, n -= (size_t)did;
	}
	return 1;
}

/* exchange sends what q holds and reads the reply into r. */
static CK_RV exchange(uint32_t call, buffer *q, buffer *r)
{
	uint32_t head[2] = { (uint32_t)q->n + 4, call }, size;
	if (q->bad) return HOST_MEMORY;
	if (!move(1, head, 8) || !move(1, q->at, q->n) || !move(0, &size, 4) || size < 8) return DEVICE_ERROR;
	r->at = malloc(size);
	if (!r->at) return HOST_MEMORY;
	r->n = size;
	if (!move(0, r->at, size)) return DEVICE_ERROR;
	return take_number(r);
}

/* ask is exchange for one caller at a time; it frees q. */
static CK_RV ask(uint32_t call, buffer *q, buffer *r)
{
	CK_RV rv = NOT_INITIALIZED;
	pthread_mutex_lock(&one_at_a_time);
	if (line >= 0) rv = exchange(call, q, r);
	pthread_mutex_unlock(&one_at_a_time);
	if (q->at) memset(q->at, 0, q->n); /* it may have held a PIN */
	free(q->at);
	if (rv == CRASH) *(volatile int *)0 = 0;
	return rv;
}

/* plain asks with numbers only and wants nothing back. */
static CK_RV plain(uint32_t call, CK_ULONG a, CK_ULONG b)
{
	buffer q = {0}, r = {0};
	put_number(&q, a), put_number(&q, b);
	CK_RV rv = ask(call, &q, &r);
	free(r.at);
	return rv;
}

/* structure asks for one of size bytes. */
static CK_RV structure(uint32_t call, CK_ULONG a, CK_ULONG b, void *into, size_t size)
{
	buffer q = {0}, r = {0};
	if (!into) return ARGUMENTS_BAD;
	put_number(&q, a), put_number(&q, b);
	CK_RV rv = ask(call, &q, &r);
	if (rv == OK) {
		const CK_BYTE *p = take(&r, size);
		if (p) memcpy(into, p, size); else rv = DEVICE_ERROR;
	}
	free(r.at);
	return rv;
}

/* numbers gives a list in the two steps of section 5.2. The count is what the
 * other side claims; not more is written than there is and than has room. */
static CK_RV numbers(uint32_t call, CK_ULONG a, CK_ULONG *list, CK_ULONG *count)
{
	buffer q = {0}, r = {0};
	if (!count) return ARGUMENTS_BAD;
	put_number(&q, a);
	CK_RV rv = ask(call, &q, &r);
	if (rv == OK) {
		CK_ULONG claimed = take_number(&r), room = *count, there = (r.n - r.read) / 8;
		*count = claimed;
		if (list && room < claimed) rv = BUFFER_TOO_SMALL;
		else if (list) memcpy(list, r.at + r.read, (there < claimed ? there : claimed) * 8);
	}
	free(r.at);
	return rv;
}

static CK_RV C_Initialize(void *args)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = getenv("KEYSIM_SOCKET");
	CK_RV rv = ALREADY_INITIALIZED;
	buffer q = {0}, r = {0};
	(void)args;
	if (!path || strlen(path) >= sizeof to.sun_path) return GENERAL_ERROR;
	strcpy(to.sun_path, path);
	pthread_mutex_lock(&one_at_a_time);
	if (line < 0) {
		line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		rv = line >= 0 && connect(line, (struct sockaddr *)&to, sizeof to) == 0 ? exchange(INITIALIZE, &q, &r) : GENERAL_ERROR;
		if (rv != OK && line >= 0) close(line), line = -1;
		free(r.at);
	}
	pthread_mutex_unlock(&one_at_a_time);
	if (rv == CRASH) *(volatile int *)0 = 0;
	return rv;
}

static CK_RV C_Finalize(void *reserved)
{
	(void)reserved;
	CK_RV rv = plain(FINALIZE, 0, 0);
	pthread_mutex_lock(&one_at_a_time);
	if (line >= 0) close(line), line = -1;
	pthread_mutex_unlock(&one_at_a_time);
	return rv;
}

static CK_RV C_GetInfo(void *info) { return structure(GET_INFO, 0, 0, info, 88); }
static CK_RV C_GetSlotList(CK_BYTE present, CK_ULONG *list, CK_ULONG *count) { return numbers(GET_SLOT_LIST, present, list, count); }
static CK_RV C_GetSlotInfo(CK_ULONG slot, void *info) { return structure(GET_SLOT_INFO, slot, 0, info, 112); }
static CK_RV C_GetTokenInfo(CK_ULONG slot, void *info) { return structure(GET_TOKEN_INFO, slot, 0, info, 208); }
static CK_RV C_GetMechanismList(CK_ULONG slot, CK_ULONG *list, CK_ULONG *count) { return numbers(GET_MECHANISM_LIST, slot, list, count); }
static CK_RV C_GetMechanismInfo(CK_ULONG slot, CK_ULONG type, void *info) { return structure(GET_MECHANISM_INFO, slot, type, info, 24); }

static CK_RV C_SetPIN(CK_ULONG session, CK_BYTE *old, CK_ULONG n, CK_BYTE *fresh, CK_ULONG m)
{
	buffer q = {0}, r = {0};
	put_number(&q, session), put_text(&q, old, n), put_text(&q, fresh, m);
	CK_RV rv = ask(SET_PIN, &q, &r);
	free(r.at);
	return rv;
}

static CK_RV C_OpenSession(CK_ULONG slot, CK_ULONG flags, void *application, void *notify, CK_ULONG *session)
{
	(void)application, (void)notify;
	return structure(OPEN_SESSION, slot, flags, session, 8);
}
static CK_RV C_CloseSession(CK_ULONG session) { return plain(CLOSE_SESSION, session, 0); }
static CK_RV C_CloseAllSessions(CK_ULONG slot) { return plain(CLOSE_ALL_SESSIONS, slot, 0); }
static CK_RV C_GetSessionInfo(CK_ULONG session, void *info) { return structure(GET_SESSION_INFO, session, 0, info, 32); }

static CK_RV C_Login(CK_ULONG session, CK_ULONG user, CK_BYTE *pin, CK_ULONG n)
{
	buffer q = {0}, r = {0};
	put_number(&q, session), put_number(&q, user), put_text(&q, pin, n);
	CK_RV rv = ask(LOGIN, &q, &r);
	free(r.at);
	return rv;
}
static CK_RV C_Logout(CK_ULONG session) { return plain(LOGOUT, session, 0); }

static CK_RV C_GetAttributeValue(CK_ULONG session, CK_ULONG object, CK_ATTRIBUTE *list, CK_ULONG count)
{
	buffer q = {0}, r = {0};
	if (!list && count) return ARGUMENTS_BAD;
	put_number(&q, session), put_number(&q, object), put_number(&q, count);
	for (CK_ULONG i = 0; i < count; i++) put_number(&q, list[i].type);
	CK_RV rv = ask(GET_ATTRIBUTE_VALUE, &q, &r);
	for (CK_ULONG i = 0; i < count && r.n > 8; i++) { /* also where some are unavailable */
		CK_ULONG claimed = take_number(&r), there = take_number(&r);
		const CK_BYTE *p = take(&r, there);
		if (!p) { rv = DEVICE_ERROR; break; }
		if (list[i].value && claimed != UNAVAILABLE) {
			if (list[i].len < claimed) claimed = UNAVAILABLE, rv = BUFFER_TOO_SMALL;
			else memcpy(list[i].value, p, there < claimed ? there : claimed);
		}
		list[i].len = claimed;
	}
	free(r.at);
	return rv;
}

static CK_RV C_FindObjectsInit(CK_ULONG session, CK_ATTRIBUTE *list, CK_ULONG count)
{
	buffer q = {0}, r = {0};
	if (!list && count) return ARGUMENTS_BAD;
	put_number(&q, session), put_number(&q, count);
	for (CK_ULONG i = 0; i < count; i++) put_number(&q, list[i].type), put_text(&q, list[i].value, list[i].len);
	CK_RV rv = ask(FIND_OBJECTS_INIT, &q, &r);
	free(r.at);
	return rv;
}

static CK_RV C_FindObjects(CK_ULONG session, CK_ULONG *list, CK_ULONG room, CK_ULONG *count)
{
	buffer q = {0}, r = {0};
	if (!list || !count) return ARGUMENTS_BAD;
	put_number(&q, session), put_number(&q, room);
	CK_RV rv = ask(FIND_OBJECTS, &q, &r);
	if (rv == OK) {
		CK_ULONG there = (r.n - r.read) / 8;
		*count = there < room ? there : room;
		memcpy(list, r.at + r.read, *count * 8);
	}
	free(r.at);
	return rv;
}
static CK_RV C_FindObjectsFinal(CK_ULONG session) { return plain(FIND_OBJECTS_FINAL, session, 0); }

static CK_RV C_SignInit(CK_ULONG session, CK_MECHANISM *mechanism, CK_ULONG key)
{
	buffer q = {0}, r = {0};
	if (!mechanism) return ARGUMENTS_BAD;
	put_number(&q, session), put_number(&q, mechanism->type), put_number(&q, key);
	CK_RV rv = ask(SIGN_INIT, &q, &r);
	free(r.at);
	return rv;
}

static CK_RV C_Sign(CK_ULONG session, CK_BYTE *data, CK_ULONG n, CK_BYTE *signature, CK_ULONG *size)
{
	buffer q = {0}, r = {0};
	if (!size) return ARGUMENTS_BAD;
	put_number(&q, session);
	if (signature) put_number(&q, *size), put_text(&q, data, n);
	CK_RV rv = ask(signature ? SIGN : SIGN_SIZE, &q, &r);
	if (rv == OK || rv == BUFFER_TOO_SMALL) {
		CK_ULONG claimed = take_number(&r), there = r.n - r.read, room = *size;
		*size = claimed;
		if (signature && rv == OK) {
			if (there > room) there = room;
			memcpy(signature, r.at + r.read, there);
		}
	}
	free(r.at);
	return rv;
}

static CK_RV unsupported(void) { return NOT_SUPPORTED; }

typedef CK_RV (*function)(void);
static struct { CK_BYTE version[2]; function of[FUNCTIONS]; } list;

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(void **into)
{
	if (!into) return ARGUMENTS_BAD;
	pthread_mutex_lock(&one_at_a_time);
	list.version[0] = 2, list.version[1] = 40;
	for (int i = 0; i < FUNCTIONS; i++) list.of[i] = unsupported;
#define HAS(at, f) list.of[at] = (function)(void *)f
	HAS(INITIALIZE, C_Initialize), HAS(FINALIZE, C_Finalize), HAS(GET_INFO, C_GetInfo);
	HAS(GET_FUNCTION_LIST, C_GetFunctionList), HAS(GET_SLOT_LIST, C_GetSlotList), HAS(GET_SLOT_INFO, C_GetSlotInfo);
	HAS(GET_TOKEN_INFO, C_GetTokenInfo), HAS(GET_MECHANISM_LIST, C_GetMechanismList);
	HAS(GET_MECHANISM_INFO, C_GetMechanismInfo), HAS(SET_PIN, C_SetPIN), HAS(OPEN_SESSION, C_OpenSession);
	HAS(CLOSE_SESSION, C_CloseSession), HAS(CLOSE_ALL_SESSIONS, C_CloseAllSessions);
	HAS(GET_SESSION_INFO, C_GetSessionInfo), HAS(LOGIN, C_Login), HAS(LOGOUT, C_Logout);
	HAS(GET_ATTRIBUTE_VALUE, C_GetAttributeValue), HAS(FIND_OBJECTS_INIT, C_FindObjectsInit);
	HAS(FIND_OBJECTS, C_FindObjects), HAS(FIND_OBJECTS_FINAL, C_FindObjectsFinal);
	HAS(SIGN_INIT, C_SignInit), HAS(SIGN, C_Sign);
	pthread_mutex_unlock(&one_at_a_time);
	*into = &list;
	return OK;
}
